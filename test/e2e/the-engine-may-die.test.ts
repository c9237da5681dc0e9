import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { modelInfo } from '#shared/contract/training.ts';
import { clientAtDoor } from '#main/cli/connect.ts';
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

it.skipIf(process.platform !== 'linux')('killed in a training, it fails the job with a plain sentence, loses nothing, and the next job has a new one', async () => {
  const place = placeForTest();
  const project = await projectWith(place);
  const host = place.start('serve', project, '--json');
  const [, text] = await host.says(/(\{.*\})\n/);
  const { port, token } = JSON.parse(text!) as { port: number; token: string };
  const client = clientAtDoor(port, token);
  const before = await client.cases.list();

  const events = await client.jobs.events({});
  const { jobId } = await client.training.start({ validation: 0, plan: endless });
  let killed = 0;
  for await (const event of events) {
    if (event.kind !== 'job' || event.job.id !== jobId) continue;
    if (killed === 0 && event.job.progress?.phase === 'training') {
      for (const child of childrenOf(host.child.pid!)) {
        process.kill(child, 'SIGKILL');
        killed += 1;
      }
    }
    if (event.job.endedAt !== null) break;
  }
  expect(killed).toBe(1);
  const job = await client.jobs.get({ id: jobId });
  expect(job).toMatchObject({ state: 'failed', error: { code: 'engine-crashed' } });
  expect(job.error!.sentence.en).toMatch(/^[A-Z][^\n]{20,}[.!]$/);
  expect(job.error!.sentence['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
  expect(await client.cases.list()).toEqual(before);
  expect(await client.training.models()).toEqual([]);
  expect(readdirSync(path.join(project, 'models'))).toEqual([]);

  const again = await place.lamina('train', project, '--epochs', '1', '--validation', '0', '--plan', await plan(place), '--json');
  expect(again.code).toBe(0);
  expect(modelInfo.parse(again.json)).toMatchObject({ active: true, plan: { epochs: 1 } });
}, 120_000);

it('interrupted in a training, the command line ends with 130, and nothing is half-written', async () => {
  const place = placeForTest();
  const project = await projectWith(place);
  const training = place.start('train', project, '--validation', '0', '--plan', await plan(place));
  await training.says(/Training \d/);
  training.child.kill('SIGINT');
  const { code, stdout, stderr } = await training.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr.trim().split('\n').at(-1)).toMatch(/Interrupted/);
  expect(readdirSync(path.join(project, 'models'))).toEqual([]);
  expect((await place.lamina('list', project, '--json')).json).toMatchObject({ cases: [{}, {}, {}], models: [] });
}, 120_000);

async function plan(place: Place): Promise<string> {
  const { writeFile } = await import('node:fs/promises');
  const file = path.join(place.folder, 'plan.json');
  await writeFile(file, JSON.stringify(endless));
  return file;
}
