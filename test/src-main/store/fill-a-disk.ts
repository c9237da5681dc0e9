/**
 * A process of its own that works on a project on a disk of 3 MB until nothing more fits, and tells what
 * happened as one JSON value: `fill-a-disk.ts <mount point>`.
 */
import Sqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { createProject, openProject } from '#main/store/open-project.ts';
import type { NewCase, ProjectStore } from '#main/store/project-store.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';

const disk = process.argv[2]!;
const size: Vec3 = [128, 128, 8];
const ballast = join(disk, 'ballast');

async function codeOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
    return 'done';
  } catch (error) {
    return error instanceof UserFacingError ? error.code : String(error);
  }
}

/** Leaves so many bytes free. */
function leave(bytes: number): void {
  rmSync(ballast, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, new Uint8Array(Math.max(0, bavail * bsize - bytes)));
}

/** Noise, which no run-length code makes small: some 8 KB a tile. */
const noise = (seed: number): Uint8Array => Uint8Array.from({ length: 4096 }, (_, at) => 1 + ((Math.imul(at + seed, 2654435761) >>> 28) & 1));

leave(60_000);
const tooLittle = join(disk, 'too little');
const createdInTooLittle = { code: await codeOf(() => createProject(tooLittle)), left: existsSync(tooLittle) ? readdirSync(tooLittle) : [] };
rmSync(ballast);

const folder = join(disk, 'project');
let store: ProjectStore = await createProject(folder);
for (const value of [1, 2]) store.labels.add({ value, name: `${value}`, colour: '#000000', code: null, locked: false });
const newCase = async (name: string): Promise<NewCase> => ({
  name, patient: name, sliceAxis: 2,
  images: [{
    role: 'image', timePoint: 0,
    image: {
      name, blob: (await store.blobs.write(new Uint8Array(size[0] * size[1] * size[2]))).hash, format: 'nifti', sourceFiles: [], sourceHash: name, header: null,
      geometry: { size, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, trust: 'known', voxelType: 'uint8', slope: 1, intercept: 0, modality: 'mr',
    },
  }],
});
const second = await newCase('second');
const labelmapId = store.labelmaps.forAnnotator(store.cases.add(await newCase('first')).id, 'Ada').id;

const largeBlob = { code: await codeOf(() => store.blobs.write(new Uint8Array(4_000_000))), unfinished: readdirSync(join(folder, 'blobs', 'unfinished')) };

let expected: string | null = null;
const commitStroke = (seed: number): void => {
  const id = randomUUID();
  store.labelmaps.commit({ id, labelmapId, annotator: 'Ada', tool: 'brush', reverts: null, tiles: [{ k: 0, tile: 0, expected, runs: encodeRuns(noise(seed)) }] });
  expected = id;
};
leave(400_000);
let acknowledged = 0;
let stroke = 'done';
for (; acknowledged < 500; acknowledged += 1) {
  stroke = await codeOf(() => commitStroke(acknowledged));
  if (stroke !== 'done') break;
}
const pattern = noise(0);
const caseCode = await codeOf(() => store.cases.addLabelled(second, {
  annotator: 'Ada', tool: 'import', newLabels: [], completeSlices: [0],
  voxels: Uint8Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => pattern[(at * 7) % 4096]!),
}));
const casesAfter = store.cases.list().length;
const kept = store.labelmaps.history(labelmapId).length;
const [heads, chain] = [store.labelmaps.verifyHeads(), store.events.verifyChain()];
// Closed while the disk is full, opened again when there is room.
store.close();
rmSync(ballast);
store = await openProject(folder);
commitStroke(-1);
const afterRoomWasMade = store.labelmaps.history(labelmapId).length;
store.close();
const database = new Sqlite(join(folder, 'project.sqlite'));
const integrity = database.pragma('integrity_check', { simple: true });
database.close();

console.log(JSON.stringify({ createdInTooLittle, largeBlob, stroke: { code: stroke }, case: { code: caseCode }, acknowledged, kept, casesAfter, heads, chain, integrity, afterRoomWasMade }));
