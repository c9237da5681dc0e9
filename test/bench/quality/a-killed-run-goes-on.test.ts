import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelInfo } from '#shared/contract/training.ts';
import { attemptsOf, doRun, type Run } from './do-run.ts';
import { attemptsOfModel, howToTrain } from './how-to-train.ts';
import { CommandFailed, Interrupted, type Lamina } from './lamina.ts';
import { usualSet, type QualitySet } from './quality-set.ts';
import { readStages, remainingStages, stageNames, stagesOf } from './stages.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'quality-run-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const set: QualitySet = {
  ...usualSet, name: 'drawn', title: '', about: '', needs: [], minutes: 3, trainOptions: ['--validation', '0'], patientPattern: '^(.)',
  images: () => Promise.reject(new Error('not asked here')), splits: () => [],
};

function runOf(): Run {
  const labels = join(folder, 'labels');
  mkdirSync(labels);
  const cases = ['a', 'b', 'c'].map((name) => {
    writeFileSync(join(labels, `${name}_seg.nii.gz`), '');
    return { name, patient: name, image: join(folder, `${name}.nii.gz`), reference: join(labels, `${name}_seg.nii.gz`) };
  });
  return { set, images: { cases, labels }, split: { id: 'one', fit: ['a', 'b'], judge: ['c'] }, seed: 4, length: { kind: 'minutes', minutes: 3 }, folder: join(folder, 'run') };
}

/** Answers like the command line, whose project is a list; stops where a test says so. */
function pretend(stopAt: (args: readonly string[]) => void = () => {}) {
  const told: string[][] = [];
  const project = { models: [] as Partial<ModelInfo>[], unfinished: [] as { id: string; obstacle: null }[] };
  const lamina: Lamina = async (args) => {
    told.push([...args]);
    stopAt(args);
    switch (args[0]) {
      case 'import': return { imported: [{}, {}], present: [], refused: [] };
      case 'models': return project.models;
      case 'trainings': return { running: null, unfinished: project.unfinished };
      case 'train':
        project.models = [{ id: 'm' as ModelInfo['id'], createdAt: '2026' }];
        return project.models[0];
      case 'segment': return { written: [{}], refused: [], model: 'm' };
      default: return {};
    }
  };
  return { lamina, told, project };
}

const doing = (lamina: Lamina) => ({
  lamina, onStage: () => {}, now: () => new Date('2026-01-01T00:00:00Z'),
  circumstances: async () => ({
    machine: { cores: 2, cpu: 'a processor', memoryGiB: 8, system: 'Linux', load: 0 }, program: { commit: null, changed: false },
  }),
});

describe('a run', () => {
  it('is what a person would type, in this order', async () => {
    const run = runOf();
    const { lamina, told } = pretend();
    await doRun(run, doing(lamina));
    expect(told).toEqual([
      ['init', 'project', '--name', 'drawn'],
      ['import', 'project', join(folder, 'a.nii.gz'), join(folder, 'b.nii.gz'), '--labels', join(folder, 'labels'), '--patient', '^(.)'],
      ['models', 'project'],
      ['trainings', 'project'],
      ['train', 'project', '--minutes', '3', '--seed', '4', '--validation', '0'],
      ['segment', 'project', join(folder, 'c.nii.gz'), '--out', 'masks', '--model', 'm', '--force'],
      ['evaluate', 'masks', 'reference'],
    ]);
    expect(readdirSync(join(run.folder, 'reference'))).toEqual(['c.nii.gz']);
  });

  it.each(['import', 'train', 'segment', 'evaluate'])('that was stopped at %s does only what is left, and a finished one nothing', async (stage) => {
    const run = runOf();
    let stopped = false;
    const stopping = pretend(([command]) => {
      if (command === stage && !stopped) { stopped = true; throw new Interrupted(); }
    });
    await expect(doRun(run, doing(stopping.lamina))).rejects.toThrow(Interrupted);
    const before = stopping.told.length;
    await doRun(run, doing(stopping.lamina));
    const later = stopping.told.slice(before).map(([command]) => command);
    const own = stage === 'train' ? ['models', 'trainings', 'train', 'segment', 'evaluate'] : ['import', 'models', 'trainings', 'train', 'segment', 'evaluate'];
    expect(later).toEqual(own.slice(own.indexOf(stage === 'train' ? 'models' : stage)));
    const { told, lamina } = pretend();
    await doRun(run, doing(lamina));
    expect(told).toEqual([]);
  });

  it('whose training was cut short goes on with it, and tells that it did', async () => {
    const run = runOf();
    const { lamina, told, project } = pretend(([command, , option]) => {
      if (command !== 'train' || option === '--resume') return;
      project.unfinished = [{ id: 'half', obstacle: null }];
      throw new Interrupted();
    });
    await expect(doRun(run, doing(lamina))).rejects.toThrow(Interrupted);
    await doRun(run, doing(lamina));
    expect(told.filter(([command]) => command === 'train').at(-1)).toEqual(['train', 'project', '--resume', 'half']);
    expect((await attemptsOf(run.folder)).map(({ how }) => how)).toEqual(['anew', 'resume']);
  });

  it('does not train again where only the answer of the training was lost', async () => {
    const run = runOf();
    const { lamina, told, project } = pretend();
    project.models = [{ id: 'there' as ModelInfo['id'], createdAt: '2026' }];
    await doRun(run, doing(lamina));
    expect(told.map(([command]) => command)).not.toContain('train');
    expect((await readStages(run.folder)).train?.answer).toEqual({ id: 'there', createdAt: '2026' });
  });

  it('ends where a command fails, or takes fewer images than it was given', async () => {
    const run = runOf();
    const failing = pretend(([command]) => { if (command === 'segment') throw new CommandFailed('no memory'); });
    await expect(doRun(run, doing(failing.lamina))).rejects.toThrow('no memory');
    expect(existsSync(join(run.folder, 'segment.json'))).toBe(false);
    const lossy: Lamina = async (args) => (args[0] === 'segment' ? { written: [] } : pretend().lamina(args));
    await expect(doRun(run, doing(lossy))).rejects.toThrow('0 of 1 images');
  });
});

describe('what is left', () => {
  it('begins at the first stage without an answer, also where later ones have one', () => {
    const record = { command: null, startedAt: '', seconds: 0, answer: {} };
    expect(remainingStages(['init', 'import', 'train', 'segment'], { init: record, train: record })).toEqual(['import', 'train', 'segment']);
  });

  it('holds no masks where nobody judges, and checks only where there are some', () => {
    expect(stagesOf({ examine: null }, { judge: ['a'] })).toEqual(stageNames.filter((stage) => stage !== 'examine'));
    expect(stagesOf({ examine: async () => [] }, { judge: [] })).toEqual(['init', 'import', 'train', 'examine']);
  });
});

describe('a training', () => {
  it('that cannot go on is begun anew', () => {
    const obstacle = { en: 'gone', 'zh-CN': '已丢失' };
    expect(howToTrain([], [{ id: 'x' as never, obstacle }])).toEqual({ kind: 'anew' });
    expect(howToTrain([], [{ id: 'x' as never, obstacle }, { id: 'y' as never, obstacle: null }])).toEqual({ kind: 'resume', id: 'y' });
  });

  it('is told with the starts that its model consists of', () => {
    const start = (how: 'anew' | 'resume', startedAt: string) => ({ how, startedAt, circumstances: null });
    const starts = [start('anew', '1'), start('resume', '2'), start('anew', '3'), start('resume', '4')];
    expect(attemptsOfModel(starts).map(({ startedAt }) => startedAt)).toEqual(['3', '4']);
  });
});
