import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { HostEvent, Job } from '#shared/contract/jobs.ts';
import { modelInfo, type ModelInfo } from '#shared/contract/training.ts';
import { clientAtDoor, type Client } from '#main/cli/connect.ts';
import { placeForTest, type Place } from '../src-main/cli/lamina.ts';
import { writeBalls } from '../src-main/tiny-nifti.ts';

/** Small enough that an epoch takes seconds, and far more epochs than anybody would wait for. */
const endless = { epochs: 100_000, stepsPerEpoch: 5, batch: 2, microBatch: 2, patch: [16, 16] as [number, number], network: { name: 'unet-2d' as const, filters: [4, 8] } };

async function projectWith(place: Place): Promise<string> {
  const project = path.join(place.folder, 'project');
  const { images, labels } = writeBalls(place.folder, 3);
  expect((await place.lamina('init', project)).code).toBe(0);
  expect((await place.lamina('import', project, images, '--labels', labels)).code).toBe(0);
  return project;
}

/** Processes that this one has started (Linux only: the test that asks is skipped elsewhere). */
function childrenOf(processId: number): number[] {
  return readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8').split(' ').filter((id) => id !== '').map(Number);
}

interface Served { readonly client: Client; readonly processId: number }

async function served(place: Place, project: string): Promise<Served> {
  const host = place.start('serve', project, '--json');
  const [, text] = await host.says(/(\{.*\})\n/);
  const { port, token } = JSON.parse(text!) as { port: number; token: string };
  return { client: clientAtDoor(port, token), processId: host.child.pid! };
}

/** Kills the engine with a signal whenever a training has begun to learn, and so often. @returns how often it was */
async function killWhileLearning({ processId }: Pick<Served, 'processId'>, jobId: Job['id'], events: AsyncIterable<HostEvent>, signal: NodeJS.Signals): Promise<number> {
  let killed = 0;
  let learning = false;
  for await (const event of events) {
    if (event.kind === 'job-event' && event.jobId === jobId && (event.event as { kind: string }).kind === 'warning') learning = false;
    if (event.kind !== 'job' || event.job.id !== jobId) continue;
    if (event.job.endedAt !== null) break;
    const begins = event.job.progress?.phase === 'training' && event.job.progress.done > 0;
    if (!begins || learning) continue;
    learning = true;
    for (const child of childrenOf(processId)) {
      process.kill(child, signal);
      killed += 1;
    }
  }
  expect(killed).toBeGreaterThan(0);
  return killed;
}

const onLinux = it.skipIf(process.platform !== 'linux');

onLinux('killed by the system in a training, it goes on with less at a time, and where there is no less it stops with a plain sentence; the next job has a new one', async () => {
  const place = placeForTest();
  const project = await projectWith(place);
  const host = await served(place, project);
  const { client } = host;
  const before = await client.cases.list();

  const events = await client.jobs.events({});
  const { jobId } = await client.training.start({ validation: 0, plan: endless });
  expect(await killWhileLearning(host, jobId, events, 'SIGKILL')).toBe(2);
  const job = await client.jobs.get({ id: jobId });
  // Whether a checkpoint was there by then is the machine's affair: with one it can go on, without one nothing is left.
  expect(job.error).toMatchObject({ code: 'out-of-memory' });
  expect(job.error!.sentence.en).toMatch(/^[A-Z][^\n]{20,}[.!]$/);
  expect(job.error!.sentence['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
  const unfinished = await client.training.unfinished();
  expect([job.state, unfinished.length]).toEqual(unfinished.length === 0 ? ['failed', 0] : ['interrupted', 1]);
  for (const { id } of unfinished) await client.training.discard({ id });
  expect(await client.cases.list()).toEqual(before);
  expect(await client.training.models()).toEqual([]);
  expect(readdirSync(path.join(project, 'models'))).toEqual([]);

  const again = await place.lamina('train', project, '--epochs', '1', '--validation', '0', '--plan', await plan(place), '--json');
  expect(again.code).toBe(0);
  expect(modelInfo.parse(again.json)).toMatchObject({ active: true, plan: { epochs: 1 } });
}, 120_000);

onLinux('that crashes leaves the training as it was at its last checkpoint; gone on with, it ends as one that never stopped', async () => {
  const place = placeForTest();
  const project = await projectWith(place);
  const host = await served(place, project);
  const { client } = host;
  const options = { validation: 0, seed: 3, plan: { ...endless, epochs: 25 } };
  const learnt = async (start: Promise<{ jobId: Job['id'] }>): Promise<ModelInfo> => {
    const events = await client.jobs.events({});
    const { jobId } = await start;
    for await (const event of events) if (event.kind === 'job' && event.job.id === jobId && event.job.endedAt !== null) break;
    const { state, result } = await client.jobs.get({ id: jobId });
    expect(state).toBe('done');
    return modelInfo.parse(result);
  };
  const whole = await learnt(client.training.start(options));

  const events = await client.jobs.events({});
  const { jobId } = await client.training.start(options);
  await killWhileLearning(host, jobId, events, 'SIGSEGV');
  expect(await client.jobs.get({ id: jobId })).toMatchObject({ state: 'interrupted', error: { code: 'engine-crashed', sentence: { en: expect.stringContaining('SIGSEGV') as string } } });
  const [kept] = await client.training.unfinished();
  const rest = await learnt(client.training.resume({ id: kept!.id }));
  expect(rest).toMatchObject({ id: kept!.id, steps: whole.steps, plan: whole.plan });
  expect(rest.curve.map(({ epoch }) => epoch)).toEqual(whole.curve.map(({ epoch }) => epoch));
  rest.curve.forEach(({ loss }, n) => expect(loss).toBeCloseTo(whole.curve[n]!.loss, 3));
}, 120_000);

it('interrupted in a training, the command line pauses it and ends with 130; nothing is half-written, and it goes on', async () => {
  const place = placeForTest();
  const project = await projectWith(place);
  const training = place.start('train', project, '--validation', '0', '--plan', await plan(place));
  await training.says(/Epoch 2 of/);
  training.child.kill('SIGINT');
  const { code, stdout, stderr } = await training.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  const [, id] = /Go on: lamina train \S+ --resume ([0-9a-f-]{36})\./.exec(stderr.trim().split('\n').at(-1)!)!;
  expect(readdirSync(path.join(project, 'models'))).toEqual([`${id}.training`]);
  expect(readdirSync(path.join(project, 'models', `${id}.training`)).filter((name) => !/^(checkpoint-\d+|training\.json)$/.test(name))).toEqual([]);
  expect((await place.lamina('list', project, '--json')).json).toMatchObject({ cases: [{}, {}, {}], models: [] });

  const again = place.start('train', project, '--resume', id!);
  const [, step] = await again.says(/Going on after step (\d+) of 500000/);
  await again.says(/Epoch \d+ of 100000/);
  again.child.kill('SIGINT');
  expect((await again.ended).code).toBe(130);
  const { unfinished } = (await place.lamina('trainings', project, '--json')).json as { unfinished: { step: number }[] };
  expect(unfinished[0]!.step).toBeGreaterThan(Number(step));
  expect((await place.lamina('trainings', project, '--discard')).code).toBe(0);
  expect(readdirSync(path.join(project, 'models'))).toEqual([]);
}, 120_000);

async function plan(place: Place): Promise<string> {
  const { writeFile } = await import('node:fs/promises');
  const file = path.join(place.folder, 'plan.json');
  await writeFile(file, JSON.stringify(endless));
  return file;
}
