import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { EngineEvent, TrainResult } from '#main/engine-client/protocol.ts';
import { judgeModels } from '#main/engine/training/judge-models.ts';
import { train } from '#main/engine/training/train.ts';
import { beginWork } from '#main/engine/work.ts';
import { makePhantomProject } from './phantom-project.ts';

it('a test set is judged by the finished network alone, case by case, without those in which nothing can be seen', async () => {
  const roles = ['train', 'validation', 'test', 'test'] as const;
  let number = 0;
  const project = await makePhantomProject(4, 0, (one) => ({ ...one, role: roles[number++]! }));
  try {
    const tests = project.cases.filter(({ role }) => role === 'test');
    const flat = join(project.folder, tests[0]!.image.path);
    await writeFile(flat, new Uint8Array((await readFile(flat)).length));
    const events: EngineEvent[] = [];
    const work = beginWork((event) => events.push(event), new AbortController().signal);
    const request = await project.request({ epochs: 1, stepsPerEpoch: 2 });
    const result = await train(request, work) as TrainResult;
    expect(result.testCases?.map(({ name }) => name)).toEqual([tests[1]!.name]);
    const [told, learnt] = [events.findIndex(({ kind }) => kind === 'warning'), events.findIndex(({ kind }) => kind === 'checkpoint')];
    expect(told).toBeGreaterThan(learnt);
    // The same model says the same of it when it is asked again.
    const again = await judgeModels({ kind: 'judge', projectFolder: project.folder, manifest: project.manifest, modelFolders: [result.modelFolder], role: 'test', outputFolder: request.outputFolder }, work);
    expect(again.cases).toEqual(result.testCases);
  } finally {
    await project.remove();
  }
}, 60_000);
