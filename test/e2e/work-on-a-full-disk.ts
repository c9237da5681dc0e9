/**
 * A process of its own whose disk, a few MB, is full at the worst moments: tells as one JSON value what
 * became of each job and what lies about afterwards. `work-on-a-full-disk.ts <mount point>`
 */
import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientOf } from '#main/cli/connect.ts';
import { startHost } from '#main/host/host.ts';
import { openLog } from '#main/host/log.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { fakeEngine } from '../src-main/fake-engine.ts';
import { writeBalls, writeNifti } from '../src-main/tiny-nifti.ts';

const disk = process.argv[2]!;
const at = (...parts: string[]): string => path.join(disk, ...parts);
const folders = { settings: at('config'), data: at('person'), transfers: at('transfers') };
const host = startHost({ engine: fakeEngine(), annotator: 'Ada', log: openLog(at('lamina.log')), folders });
const client = clientOf(host);

async function run(start: Promise<{ jobId: Job['id'] }>): Promise<Pick<Job, 'state'> & { code: string | undefined; en: string | undefined }> {
  const { jobId } = await start;
  for (;;) {
    const { state, endedAt, error } = await client.jobs.get({ id: jobId });
    if (endedAt !== null) return { state, code: error?.code, en: error?.sentence.en };
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}

async function answerOf(reply: Promise<Response>): Promise<{ state: string; code: string; en: string }> {
  const { code, sentence } = await (await reply).json() as { code: string; sentence: { en: string } };
  return { state: 'failed', code, en: sentence.en };
}

/** Leaves so many bytes free. */
function leave(bytes: number): void {
  rmSync(at('ballast'), { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(at('ballast'), new Uint8Array(Math.max(0, bavail * bsize - bytes)));
}
const filesUnder = (folder: string): string[] => (existsSync(at(folder)) ? readdirSync(at(folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name) : []);

const { images, labels } = writeBalls(at('data'), 3);
const large = writeNifti(at('data', 'large.nii'), { size: [96, 96, 40], voxel: (i, j, k) => (i * 7 + j * 13 + k * 31) % 997 });
await client.project.create({ folder: at('project') });
const imported = await run(client.cases.import({ paths: [images], labels }));
const trained = await run(client.training.start({ epochs: 1, validation: 0 }));
const blobsBefore = filesUnder('project/blobs').length;
const modelsBefore = filesUnder('project/models').length;

leave(300_000);
const importOfLarge = await run(client.cases.import({ paths: [large] }));
const afterImport = { cases: (await client.cases.list()).length, newBlobs: filesUnder('project/blobs').length - blobsBefore };
leave(0);
const exported = await run(client.export.start({ out: at('out') }));
const segmented = await run(client.predictions.segmentFiles({ paths: [images], out: at('masks') }));
const trainedAgain = await run(client.training.start({ epochs: 1, validation: 0, seed: 2 }));
const { id } = await client.files.beginUpload().catch(() => ({ id: 'none' }));
const upload = await answerOf(host.fetch(new Request(`http://lamina.invalid/uploads/${id}/scan.nii`, { method: 'PUT', body: new Uint8Array(500_000) })));
const setting = await client.settings.change({ theme: 'light' }).then(() => 'done', (error: { code: string }) => error.code);
const left = { transfers: filesUnder('transfers'), config: filesUnder('config').filter((name) => name !== 'settings.json'), out: filesUnder('out'), masks: filesUnder('masks'), work: filesUnder('project/work'), newModelFiles: filesUnder('project/models').length - modelsBefore };

rmSync(at('ballast'));
const withRoom = [
  await run(client.cases.import({ paths: [large] })),
  await run(client.export.start({ out: at('out'), force: true })),
  await run(client.predictions.segmentFiles({ paths: [images], out: at('masks') })),
].map(({ state }) => state);
await host.close();
console.log(JSON.stringify({ imported, trained, importOfLarge, afterImport, exported, segmented, trainedAgain, upload, setting, left, withRoom }));
