/** The slice on which a model was most wrong about a case: the scan with what was drawn and what was predicted, as the judge saw them. */
import { join } from 'node:path';
import { encode } from 'fast-png';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ImageVolume } from '#shared/voxels/image-volume.ts';
import { readJudgedSlice } from '../files/judged-slice.ts';
import { colourOf, createCanvas, type Colour } from '../montage/canvas.ts';
import { pictureCase, type CasePicture } from '../montage/case-picture.ts';
import { drawSlice } from '../montage/panel.ts';
import type { CaseRecord, ImageRecord, ProjectStore } from '../store/project-store.ts';
import { judgementOf, modelToUse } from './models.ts';
import { personLabelmap } from './person-labelmap.ts';
import { readSlice } from './read-slice.ts';
import { workSentences } from './work-sentences.ts';

/** Half as many again as it is shown with on an ordinary screen: sharp on others, and the lines stay wide enough. */
const longestSide = 320;

/** @returns a PNG. @throws UserFacingError `not-found` where the model, the case or what the judge saw of it is not there */
export async function drawJudgedSlice(store: ProjectStore, modelId: string, caseId: string): Promise<Uint8Array> {
  const model = modelToUse(store, modelId);
  const worst = judgementOf(model).cases.find((one) => one.caseId === caseId)?.worst ?? null;
  const record = store.cases.get(caseId);
  const image = imageUnderLabels(store, record);
  const seen = worst === null ? null : await readJudgedSlice(join(store.folder, 'models', model.id), caseId, pixelsOf(image, worst.axis));
  if (worst === null || seen === null) throw failure('not-found', workSentences.noJudgedSlice, { name: record.name });

  const slice = await sliceAlone(store, image, worst.axis, worst.slice);
  const picture = pictureCase(slice, Int32Array.from(seen.reference), Int32Array.from(seen.prediction), 1);
  const [width, height] = shownSize(picture);
  const canvas = createCanvas(width, height, [0, 0, 0]);
  drawSlice(canvas, { left: 0, top: 0, width, height }, picture, picture.slices[0]!, labelColours(store));
  return encode({ width, height, data: canvas.pixels, depth: 8, channels: 3 });
}

/** One slice of an image as a volume of its own. */
export async function sliceAlone(store: ProjectStore, image: ImageRecord, axis: AxisIndex, slice: number): Promise<ImageVolume> {
  return {
    ...image,
    geometry: { ...image.geometry, size: image.geometry.size.map((count, other) => (other === axis ? 1 : count)) as unknown as Vec3 },
    voxelType: 'float32', slope: 1, intercept: 0,
    voxels: await readSlice(store, image, axis, slice),
  };
}

/** Pixels of a small picture of one slice. */
export function shownSize({ width, height, pixelMm }: CasePicture): readonly [number, number] {
  const [wide, high] = [width * pixelMm[0], height * pixelMm[1]];
  const shown = (side: number): number => Math.max(1, Math.round((longestSide * side) / Math.max(wide, high)));
  return [shown(wide), shown(high)];
}

/** Also of labels that were removed: earlier states show them. */
export function labelColours(store: ProjectStore): ReadonlyMap<number, Colour> {
  return new Map([...store.labels.table(), ...store.labels.removed()].map(({ index, colour }) => [index, colourOf(colour)]));
}

/** The one whose grid the labels lie on. */
function imageUnderLabels(store: ProjectStore, record: CaseRecord): ImageRecord {
  const id = personLabelmap(store, record)?.labelmap.imageId;
  return (record.images.find(({ image }) => image.id === id) ?? record.images[0]!).image;
}

function pixelsOf({ geometry: { size } }: ImageRecord, axis: AxisIndex): number {
  return (size[0] * size[1] * size[2]) / size[axis];
}
