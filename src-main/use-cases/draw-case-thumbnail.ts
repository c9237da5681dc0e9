/** A small picture of a case, drawn from the few bytes of its voxels that it shows. */
import { open, type FileHandle } from 'node:fs/promises';
import { encode } from 'fast-png';
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { bytesPerVoxel, viewVoxels } from '#shared/voxels/voxel-type.ts';
import { drawThumbnail } from '../montage/thumbnail.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { personLabelmap } from './person-labelmap.ts';

/** @returns a PNG. @throws UserFacingError `not-found` where the case, or the file of its voxels, is not there */
export async function drawCaseThumbnail(store: ProjectStore, caseId: string): Promise<Uint8Array> {
  const record = store.cases.get(caseId);
  const { image } = record.images[0]!;
  const file = await open(store.blobs.path(image.blob), 'r');
  try {
    const values = await readSlice(file, image, record.sliceAxis, sliceToShow(store, record));
    const { width, height, pixels } = drawThumbnail(values, image.geometry, record.sliceAxis);
    return encode({ width, height, data: pixels, depth: 8, channels: 1 });
  } finally {
    await file.close();
  }
}

/** The middle one of those that were finished, else of all. */
function sliceToShow(store: ProjectStore, record: CaseRecord): number {
  const complete = personLabelmap(store, record)?.completeSlices ?? [];
  return complete[Math.floor(complete.length / 2)] ?? Math.floor(record.images[0]!.image.geometry.size[record.sliceAxis] / 2);
}

/** Real values; of the two other axes the earlier one is fastest. */
async function readSlice(file: FileHandle, { geometry, voxelType, slope, intercept }: ImageRecord, axis: AxisIndex, slice: number): Promise<Float32Array> {
  const [ni, nj, nk] = geometry.size;
  const read = async (first: number, count: number): Promise<ReturnType<typeof viewVoxels>> => {
    const bytes = new Uint8Array(count * bytesPerVoxel[voxelType]);
    await file.read(bytes, 0, bytes.length, first * bytesPerVoxel[voxelType]);
    return viewVoxels(voxelType, bytes.buffer, 0, count);
  };
  if (axis === 2) return Float32Array.from(await read(slice * ni * nj, ni * nj), (value) => slope * value + intercept);
  const width = axis === 1 ? ni : nj;
  const values = new Float32Array(width * nk);
  for (let k = 0; k < nk; k += 1) {
    // A slice across i has one voxel in each row: the whole plane is read for them.
    const plane = axis === 1 ? await read((k * nj + slice) * ni, ni) : await read(k * ni * nj, ni * nj);
    for (let n = 0; n < width; n += 1) values[k * width + n] = slope * (plane[axis === 1 ? n : n * ni + slice] as number) + intercept;
  }
  return values;
}
