import { describe, expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import { newProject, person } from './sample-project.ts';

describe('the test set of a project', () => {
  it('is drawn once and then stays for ever, also after opening again', async () => {
    const store = await newProject({ now: () => '2026-03-04T05:06:07.000Z' });
    expect(store.testSet.get()).toBeNull();
    const drawn = store.testSet.draw(['z', 'a', '李'], 7, person);
    expect(drawn).toEqual({ patients: ['a', 'z', '李'], annotator: person, drawnAt: '2026-03-04T05:06:07.000Z' });
    expect(() => store.testSet.draw(['b'], 8, person)).toThrow(expect.objectContaining({
      code: 'conflict', sentence: { en: expect.stringContaining('3 patients, drawn on 2026-03-04') as string, 'zh-CN': expect.stringContaining('3 位患者') as string },
    }));
    store.close();
    const again = await openProject(store.folder);
    expect(again.testSet.get()).toEqual(drawn);
    expect(again.events.verifyChain()).toEqual([]);
    again.close();
  });
});

describe('the folds of a project', () => {
  it('are kept, and may be drawn anew', async () => {
    const store = await newProject();
    expect(store.folds.get()).toEqual(new Map());
    store.folds.set(new Map([['a', 0], ['b', 1], ['c', 0]]));
    const head = store.events.head();
    store.folds.set(new Map([['c', 0], ['a', 0], ['b', 1]]));
    // Nothing changed: nothing is told.
    expect(store.events.head()).toBe(head);
    store.folds.set(new Map([['a', 1], ['d', 0]]));
    store.close();
    const again = await openProject(store.folder);
    expect(again.folds.get()).toEqual(new Map([['a', 1], ['d', 0]]));
    expect(again.events.verifyChain()).toEqual([]);
    again.close();
  });
});
