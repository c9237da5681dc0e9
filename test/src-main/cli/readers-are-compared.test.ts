import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createProject, openProject } from '#main/store/open-project.ts';
import { newCase } from '../store/sample-project.ts';
import { placeForTest } from './lamina.ts';

const size = [4, 4, 3] as const;

/** A case of 4 × 4 × 3 voxels: Ada has label 1 in the two first rows of slice 1, Bob in the first row alone; nobody drew in slice 0. */
async function readTwice(folder: string): Promise<void> {
  const store = await createProject(folder);
  store.labels.add({ value: 7, name: 'left, lung', colour: '#ff0000', code: null, locked: false });
  const { id } = store.cases.add(await newCase(store, 'scan', size));
  const own = store.labelmaps.forAnnotator(id, 'Ada').id;
  store.labelmaps.replace(own, 'Ada', 'brush', new Uint8Array(48).fill(1, 16, 24));
  store.reviews.mark(own, [0, 1, 2], 'complete', 'Ada');
  const planned = store.secondReadings.plan(id, [0, 1], 'Bob', 'Ada');
  const second = store.labelmaps.forAnnotator(id, 'Bob').id;
  store.labelmaps.replace(second, 'Bob', 'brush', new Uint8Array(48).fill(1, 16, 20));
  store.reviews.mark(second, [0, 1], 'complete', 'Bob');
  store.secondReadings.finish(planned.id, 'Bob');
  store.close();
}

it('lamina agreement says how far readers agree, as a table too, and makes what they come to', async () => {
  const { lamina, folder } = placeForTest();
  const project = path.join(folder, 'study');
  await readTwice(project);
  const shown = await lamina('agreement', project, 'scan', '--consensus', 'majority');
  expect([shown.code, shown.stderr]).toEqual([0, '']);
  // 8 and 4 voxels, 4 of them both: Dice 8/12. Ada's four outermost voxels lie one row from Bob's: one voxel, or as wide as voxels are.
  expect(shown.stdout).toMatch(/scan: Ada, Bob\. Slices that all completed: 2\. Voxels on which they differ: 4\./);
  expect(shown.stdout).toMatch(/Ada – Bob +left, lung +0\.667/);
  expect(shown.stdout).toContain('scan: consensus made (majority); voxels that no label won: 4.');
  const store = await openProject(project);
  const made = store.consensus.ofCase(store.cases.list()[0]!.id)!;
  expect([...store.labelmaps.voxels(made.labelmapId).keys()].filter((at) => store.labelmaps.voxels(made.labelmapId)[at] === 1)).toEqual([16, 17, 18, 19]);
  store.reviews.mark(made.labelmapId, [1], 'complete', 'Carla');
  store.close();

  const csv = path.join(folder, 'agreement.csv');
  const again = await lamina('agreement', project, '--csv', csv, '--consensus', 'staple', '--json');
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('changed or completed by hand');
  expect(existsSync(csv)).toBe(true);
  const [header, line] = readFileSync(csv, 'utf8').replace('\ufeff', '').split('\r\n').map((row) => row.split(','));
  expect(header!.slice(0, 3)).toEqual(['case', 'first', 'second']);
  expect(line!.slice(0, 7)).toEqual(['scan', 'Ada', 'Bob', '"left', ' lung"', '7', '2']);
});
