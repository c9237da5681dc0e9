/** The last judgement of a training: all that is measured of each case, and what its worst slice looked like. */
import { join } from 'node:path';
import type { ValidationScores } from '#main/engine-client/protocol.ts';
import { cutSlice, writeJudgedSlice } from '#main/files/judged-slice.ts';
import { voxelCount } from '#shared/geometry/affine.ts';
import { judgingTolerance, type CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { inPieces } from '#shared/learning/evaluation/in-pieces.ts';
import { measureCase, type CaseMasks, type Measures } from '#shared/learning/evaluation/measure-case.ts';
import { worstSlice } from '#shared/learning/evaluation/worst-slice.ts';
import type { Plan } from '#shared/learning/plan.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { readVoxels } from '../volumes/read-voxels.ts';
import type { Work } from '../work.ts';
import { meanScores, type ScoredLabels } from './validate.ts';

export interface Judging {
  /** The paths of the cases are relative to it. */
  readonly projectFolder: string;
  /** The worst slices are written into it. */
  readonly outputFolder: string;
  readonly cases: readonly SnapshotCase[];
  readonly plan: Pick<Plan, 'outputs'>;
  /** The likeliest network output of each voxel on the grid of the case's own image, i fastest: see `onOwnGrid`; null leaves the case out. */
  readonly predict: (one: SnapshotCase, place: number) => Promise<Uint8Array | null>;
  /** What is right, as network outputs on the same grid; left out: what was drawn. */
  readonly reference?: () => Promise<Uint8Array>;
}

export interface Judged {
  readonly validation: ValidationScores;
  readonly cases: readonly CaseJudgement[];
}

/**
 * The last judgement of a training: `validation` are the same figures that `validate` gives for the same predictions.
 * @throws UserFacingError `corrupt` for a damaged labelmap, `disk-full`, `cancelled`
 */
export async function judgeCases(judging: Judging, work: Work): Promise<Judged> {
  const cases: CaseJudgement[] = [];
  for (const [place, one] of judging.cases.entries()) {
    const prediction = await judging.predict(one, place);
    if (prediction !== null) cases.push(await judgeCase(one, prediction, judging, work));
    work.progress('validating', place + 1, judging.cases.length);
  }
  const scores = cases.map(({ labels }): ScoredLabels => new Map(judging.plan.outputs.flatMap(({ value }, output) => {
    const measures = labels[value];
    return measures === undefined ? [] : [[output, { dice: measures.dice, held: measures.found !== 'invented' }]];
  })));
  return { validation: meanScores(scores, judging.plan), cases };
}

async function judgeCase(one: SnapshotCase, prediction: Uint8Array, { projectFolder, outputFolder, plan, reference: given }: Judging, work: Work): Promise<CaseJudgement> {
  const { caseId, name, patient, image: { geometry, trust }, sliceAxis } = one;
  const complete = { axis: sliceAxis, slices: one.completeSlices };
  const slices = geometry.size[sliceAxis];
  const partly = complete.slices.length < slices ? { complete: complete.slices.length, slices } : null;
  const reference = await (given === undefined ? readReference(one, projectFolder, plan) : given());
  const masks: CaseMasks = {
    prediction, reference,
    size: geometry.size,
    // What is said in mm is believed: it may only be said where the file says so.
    affine: trust === 'known' ? geometry.affine : null,
    completeSlices: partly === null ? null : complete,
  };
  const measured = await inPieces(measureCase(masks, () => judgingTolerance), work.breathe, () => performance.now());
  const worst = worstSlice({ ...masks, completeSlices: complete }, geometry, false);
  if (worst !== null) {
    const seen = (outputs: Uint8Array): Uint8Array =>
      cutSlice(outputs, geometry, sliceAxis, worst.slice).map((output) => plan.outputs[output]?.index ?? 0);
    await writeJudgedSlice(outputFolder, caseId, { prediction: seen(prediction), reference: seen(reference) });
  }
  return {
    caseId, name, patient, partly,
    unit: masks.affine === null ? 'voxels' : 'mm',
    labels: Object.fromEntries([...measured.labels].map(([output, measures]): [number, Measures] => [plan.outputs[output]?.value ?? output, measures])),
    worst: worst === null ? null : { axis: sliceAxis, slice: worst.slice, wrong: worst.wrong },
  };
}

/** As network outputs; a label that the plan does not name is background. */
export async function readReference({ labelmap, image, name }: SnapshotCase, projectFolder: string, { outputs }: Pick<Plan, 'outputs'>): Promise<Uint8Array> {
  const outputOf = new Uint8Array(256);
  outputs.forEach(({ index }, output) => { outputOf[index] = output; });
  const indices = await readVoxels(join(projectFolder, labelmap.path), 'uint8', voxelCount(image.geometry.size), name);
  return Uint8Array.from(indices as Uint8Array, (index) => outputOf[index] as number);
}
