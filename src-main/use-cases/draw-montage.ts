/** One picture of scans with reference and predicted masks outlined, by which a person judges a model at a glance. */
import { encode } from 'fast-png';
import { type ComparedMasks, compareMasks, evaluateCases } from '#shared/learning/scores.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { ImageSource } from '../import/image-source.ts';
import { readImage } from '../import/read-image.ts';
import { readLabels } from '../import/read-labels.ts';
import { pictureCase, type CasePicture } from '../montage/case-picture.ts';
import { composeMontage } from '../montage/compose.ts';
import { evaluationSentences } from './evaluation-sentences.ts';
import { breathe, type LongWork } from './long-work.ts';
import { ontoGridOf, pairSources } from './masks-in-pairs.ts';

export interface MontagePaths {
  /** Folders with files of the same names. */
  readonly images: string;
  readonly predictions: string;
  readonly references: string;
  /** The PNG to write. */
  readonly out: string;
}

/** More cases make a picture that nobody looks through; then those with the lowest Dice are shown. */
const mostCases = 48;
/** Up to here there is room for three slices of each case. */
const fewCases = 12;

/**
 * Cases without a scan are left out; cases without a prediction are shown with the reference alone.
 * @throws UserFacingError `bad-input` where grids differ or no reference has a scan; what the readers
 *   refuse; `disk-full`; `cancelled`
 */
export async function drawMontage(paths: MontagePaths, work: LongWork): Promise<{ readonly file: string; readonly cases: number }> {
  await breathe(work);
  const { pairs } = await pairSources(paths.references, paths.predictions, work.signal);
  const scans = await pairSources(paths.references, paths.images, work.signal);
  const tasks = pairs.flatMap(({ name, reference, other }, at) => {
    const scan = scans.pairs[at]?.other ?? null;
    return scan === null ? [] : [{ name, reference, prediction: other, scan }];
  });
  if (tasks.length === 0) throw failure('bad-input', evaluationSentences.noScans, { images: paths.images, references: paths.references });

  const slices = tasks.length <= fewCases ? 3 : 1;
  const read: (Task & ReadCase)[] = [];
  for (const task of tasks) {
    await breathe(work);
    read.push({ ...task, ...await readCase(task, slices, work.signal) });
    work.progress({ phase: 'drawing', done: read.length, total: tasks.length });
  }
  const { cases, means } = evaluateCases(read.map(({ masks }) => masks));
  const scored = read.map(({ name, prediction, picture }, at) => {
    const labels = [...cases[at] ?? []].map(([label, { dice }]) => ({ label, dice }));
    const known = labels.flatMap(({ dice }) => (dice === null ? [] : [dice]));
    return { name, picture, predicted: prediction !== null, labels, dice: known.length === 0 ? null : known.reduce((sum, dice) => sum + dice, 0) / known.length };
  });
  const shown = scored.length <= mostCases ? scored : [...scored].sort((a, b) => (a.dice ?? 1) - (b.dice ?? 1)).slice(0, mostCases);

  const mean = means.foreground.dice;
  const canvas = composeMontage(shown, {
    title: shown.length === scored.length ? 'Reference and prediction' : `Reference and prediction: the ${mostCases} lowest of ${scored.length} cases`,
    summary: mean === null ? `${scored.length} cases` : `mean foreground Dice ${mean.toFixed(3)}, ${scored.length} ${scored.length === 1 ? 'case' : 'cases'}`,
  });
  await breathe(work);
  await writeWhole(paths.out, encode({ width: canvas.width, height: canvas.height, data: canvas.pixels, depth: 8, channels: 3 }));
  return { file: paths.out, cases: shown.length };
}

interface Task {
  readonly name: string;
  readonly reference: ImageSource;
  readonly prediction: ImageSource | null;
  readonly scan: ImageSource;
}

interface ReadCase {
  readonly masks: ComparedMasks;
  readonly picture: CasePicture;
}

async function readCase({ reference, prediction, scan }: Task, slices: number, signal: AbortSignal): Promise<ReadCase> {
  const image = await readImage(scan, {}, signal);
  const volume = image.volumes[0];
  if (volume === undefined) throw new Error(`no volume in ${scan.name}`);
  const grid = { file: scan.files[0] ?? scan.name, geometry: volume.geometry, trust: volume.trust };
  const expected = ontoGridOf(grid, await readLabels(reference, {}, signal)).values;
  const predicted = prediction === null
    ? new Int32Array(expected.length)
    : ontoGridOf(grid, await readLabels(prediction, {}, signal)).values;
  return { masks: compareMasks(predicted, expected), picture: pictureCase(volume, expected, predicted, slices) };
}
