/** Slices of which two states stand against each other, in numbers and as a picture, for the person who must choose. */
import { encode } from 'fast-png';
import type { BundleLook } from '#shared/contract/bundles.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { cutSlice } from '../files/judged-slice.ts';
import { createCanvas } from '../montage/canvas.ts';
import { pictureCase, type Slice } from '../montage/case-picture.ts';
import { drawSlice } from '../montage/panel.ts';
import type { LabelEntry } from '#shared/labels/label-table.ts';
import type { IncomingLabels } from '../store/bundle-items.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { bundleSentences } from './bundle-sentences.ts';
import { labelColours, shownSize, sliceAlone } from './draw-judged-slice.ts';
import { inPieces, type LongWork } from './long-work.ts';
import { loadLabels } from './prepare-bundle.ts';
import { peopleSentences } from './people-sentences.ts';
import { openBundle } from './read-bundle.ts';
import type { Look } from './take-in-bundle.ts';

type Conflict = BundleLook['cases'][number]['labels'][number]['conflicts'][number];

/** @param slices along the case's slice axis; @param added labels that come with the bundle */
export async function conflictsOf(
  store: ProjectStore, labels: IncomingLabels, slices: readonly number[], added: readonly LabelEntry[], work: Pick<LongWork, 'signal'>,
): Promise<Conflict[]> {
  if (slices.length === 0) return [];
  const { mine, theirs } = await inPieces(store.bundles.states(labels), work);
  const { geometry } = imageOf(store, labels);
  const table = [...store.labels.table(), ...added];
  return slices.map((slice): Conflict => {
    const [here, there] = [mine, theirs].map((volume) => cutSlice(volume, geometry, labels.axis, slice)) as [Uint8Array, Uint8Array];
    const counts = [countsOf(here), countsOf(there)] as const;
    const named = table.filter(({ index }) => counts.some((of) => of[index]! > 0));
    return {
      slice,
      voxels: named.map(({ index, name, colour }) => ({ name, colour, mine: counts[0][index]!, theirs: counts[1][index]! })),
      different: here.reduce((sum, index, at) => sum + Number(index !== there[at]), 0),
    };
  });
}

/**
 * What is here on the left, what comes on the right. Reads the one log alone.
 * @param looked as it was found when the bundle was looked at
 * @returns a PNG. @throws UserFacingError `not-found`; `conflict` where another file lies there by now
 */
export async function drawConflict(
  store: ProjectStore, path: string, { look, prepared }: Look, labelsId: string, slice: number, person: string, work: Pick<LongWork, 'signal'>,
): Promise<Uint8Array> {
  const its = prepared.cases.flatMap((one) => one.labels).find(({ id }) => id === labelsId);
  const isAsked = look.cases.some((one) => one.labels.some(({ id, conflicts }) => id === labelsId && conflicts.some((conflict) => conflict.slice === slice)));
  if (its === undefined || !isAsked) throw failure('not-found', bundleSentences.noSuchSlice, {});
  if (store.secondReadings.blindCases(person).has(its.caseId)) throw failure('conflict', peopleSentences.blind, {});
  const bundle = await openBundle(path, look.hash);
  try {
    const labels = await loadLabels(store, bundle, prepared, its, work);
    const { mine, theirs } = await inPieces(store.bundles.states(labels), work);
    const image = imageOf(store, labels);
    const [here, there] = [mine, theirs].map((volume) => Int32Array.from(cutSlice(volume, image.geometry, labels.axis, slice))) as [Int32Array, Int32Array];
    const picture = pictureCase(await sliceAlone(store, image, labels.axis, slice), here, there, 1);
    const both = picture.slices[0]!;
    const [width, height] = shownSize(picture);
    const canvas = createCanvas(2 * width + gap, height, [0, 0, 0]);
    const none = new Int32Array(both.reference.length);
    const sides: readonly Slice[] = [{ ...both, prediction: none }, { ...both, reference: both.prediction, prediction: none }];
    for (const [at, side] of sides.entries()) drawSlice(canvas, { left: at * (width + gap), top: 0, width, height }, picture, side, labelColours(store));
    return encode({ width: canvas.width, height: canvas.height, data: canvas.pixels, depth: 8, channels: 3 });
  } finally {
    await bundle.close();
  }
}

const gap = 8;

function imageOf(store: ProjectStore, { caseId }: IncomingLabels) {
  return store.cases.get(caseId).images[0]!.image;
}

function countsOf(labels: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const index of labels) counts[index] = counts[index]! + 1;
  return counts;
}
