/**
 * A process of its own that goes on with the numbered strokes of a project's first case until it is
 * killed or has made enough: `stroke-writer.ts <folder> <enough>`. Each stroke that the store has
 * acknowledged is a line `<number> <id>` on its standard output, written before the next one begins.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { encodeRuns } from '#shared/labels/runs.ts';
import { readTile, tileRectangle } from '#shared/labels/tile-layout.ts';
import { openProject } from '#main/store/open-project.ts';
import { paintNumberedStroke } from './numbered-strokes.ts';

const [folder, enough] = [process.argv[2]!, Number(process.argv[3])];
const store = await openProject(folder);
const { id: caseId, images } = store.cases.list()[0]!;
const { size } = images[0]!.image.geometry;
const annotator = 'Ada';
const labelmapId = store.labelmaps.forAnnotator(caseId, annotator).id;
const voxels = store.labelmaps.voxels(labelmapId);
const heads = new Map(store.labelmaps.heads(labelmapId).map(({ k, tile, edit }) => [`${k} ${tile}`, edit]));

for (let number = store.labelmaps.history(labelmapId).length; number < enough; number += 1) {
  const id = randomUUID();
  const tiles = paintNumberedStroke(voxels, size, number).map((address) => ({
    ...address,
    expected: heads.get(`${address.k} ${address.tile}`) ?? null,
    runs: encodeRuns(readTile(voxels, size, tileRectangle(size, address))),
  }));
  store.labelmaps.commit({ id, labelmapId, annotator, tool: 'brush', reverts: null, tiles });
  writeSync(1, `${number} ${id}\n`);
  for (const { k, tile } of tiles) heads.set(`${k} ${tile}`, id);
}
store.close();
