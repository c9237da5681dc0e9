import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '#main/engine-client/engine.ts';
import { launchEngine } from '#main/engine-client/launch-engine.ts';
import type { EngineEvent } from '#main/engine-client/protocol.ts';
import { native } from '#main/engine/tensorflow.ts';
import { makePhantomProject, phantomFile, type PhantomProject } from '../engine/phantom-project.ts';

const losses = new Map<string, readonly number[]>();
const readings = new Map<string, readonly number[]>();

/** Nice value of the thread that computed most, as the kernel tells it (proc_pid_stat(5): fields 14, 15 and 19). */
function niceOfBusiest(pid: number): number | undefined {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => {
    const fields = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ').map(Number);
    return { time: fields[11]! + fields[12]!, nice: fields[16] };
  });
  return threads.sort((a, b) => b.time - a.time)[0]?.nice;
}

function computesWith(library: 'native' | 'JavaScript', variable?: string): void {
  let engine: Engine;
  let project: PhantomProject;
  const printed: string[] = [];
  beforeAll(async () => {
    project = await makePhantomProject(2, 1);
    engine = launchEngine({ onLog: (line) => printed.push(line), ...(variable === undefined ? {} : { environment: { LAMINA_ENGINE: variable } }) });
  });
  afterAll(async () => {
    await engine.close();
    await project.remove();
  });

  it('says what it computes with', async () => {
    const { engine: description } = await engine.run({ kind: 'probe' }, () => undefined, new AbortController().signal);
    expect(description).toMatchObject({ library });
    expect(description.version).toMatch(library === 'native' ? /^2\.\d+/ : /^4\.22/);
  });

  it.runIf(process.platform === 'linux')('leaves the processor to whoever paints', () => {
    const pid = Number(/engine process (\d+) started/.exec(printed.join('\n'))?.[1]);
    expect(getPriority(pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
    expect(niceOfBusiest(pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
  });

  it('trains, labels a case with what it learnt, and says what it is unsure of', async () => {
    const events: EngineEvent[] = [];
    const request = await project.request({ patch: [48, 48], batch: 1, microBatch: 1, network: { name: 'unet-2d', filters: [2, 4] } });
    const trained = await engine.run(request, (event) => events.push(event), new AbortController().signal);
    if (trained.kind !== 'train') throw new Error('nobody asked for a pause');
    expect(trained).toMatchObject({ steps: 10, plan: { ...request.plan } });
    expect(trained.modelFolder.startsWith(request.outputFolder)).toBe(true);
    expect(events.filter(({ kind }) => kind === 'epoch')).toHaveLength(2);
    // Before the first step, and after each epoch.
    expect(events.filter(({ kind }) => kind === 'checkpoint')).toHaveLength(3);
    expect(events.findIndex(({ kind }) => kind === 'planned')).toBeLessThan(events.findIndex(({ kind }) => kind === 'epoch'));
    expect(trained.validation?.dice).toHaveLength(3);
    losses.set(library, events.flatMap((event) => (event.kind === 'epoch' ? [event.loss] : [])));

    const [phantom] = project.phantoms;
    const output = join(project.folder, 'labels.raw');
    const path = join(project.folder, project.cases[0]?.image.path ?? '');
    await engine.run(
      { kind: 'segment', modelFolders: [trained.modelFolder], volumes: [{ name: 'one', image: { ...phantomFile(phantom!), path }, output }] },
      (event) => events.push(event), new AbortController().signal,
    );
    const labels = await readFile(output);
    expect(labels.length).toBe(phantom!.labels.length);
    expect(Math.max(...labels)).toBeLessThanOrEqual(3);
    expect(events.at(-1)).toEqual({ kind: 'progress', phase: 'predicting', done: 1000, total: 1000 });

    await engine.run(
      { kind: 'read-slices', modelFolders: [trained.modelFolder], masks: 2, seed: 1, volumes: [{ name: 'one', image: { ...phantomFile(phantom!), path }, sliceAxis: 2, slices: [12, 3] }] },
      (event) => events.push(event), new AbortController().signal,
    );
    const [read] = events.filter((event) => event.kind === 'slices-read');
    expect(read).toMatchObject({ name: 'one', readings: [{}, {}] });
    readings.set(library, read!.readings.flatMap(({ entropy, mutualInformation }) => [entropy, mutualInformation!]));
    expect(read!.features.map(({ length }) => length)).toEqual([4, 4]);
  });
}

describe.skipIf(native === null)('an engine that computes with the native library (needs it)', () => computesWith('native'));
describe('an engine that computes with the JavaScript library', () => computesWith('JavaScript', 'javascript'));

describe.skipIf(native === null)('both libraries', () => {
  it('go the same way: the same seed, the same losses but for rounding', () => {
    const byNative = losses.get('native')!;
    losses.get('JavaScript')!.forEach((loss, epoch) => expect(loss).toBeCloseTo(byNative[epoch]!, 2));
    expect(byNative).toHaveLength(2);
    readings.get('JavaScript')!.forEach((one, place) => expect(one).toBeCloseTo(readings.get('native')![place]!, 2));
  });
});
