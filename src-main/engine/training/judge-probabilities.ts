/** Whether a network's probabilities can be believed, by the cases that judge it: looked at while these are predicted, of as many voxels as a second is enough for. */
import { dimensionsOf } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { teaches } from '#shared/learning/slice-stack.ts';
import type { SnapshotCase } from '#shared/learning/snapshot-manifest.ts';
import { calibrateModel, type ModelCalibration } from '#shared/learning/statistics/calibrate.ts';
import { tallyQuality } from '#shared/learning/statistics/predicted-quality.ts';
import type { ExpectedCase } from '#shared/learning/statistics/quality-interval.ts';
import type { Watch } from '../prediction/predict-stack.ts';
import type { JudgingStack } from '../volumes/load-stack.ts';

/** Voxels of all cases together that are looked at; fewer where they are predicted for this alone. */
const mostVoxels = 2 ** 23;
const mostPredictedAgain = 2 ** 21;

export interface ProbabilityJudge {
  /** To look on while a case is predicted. */
  watchOf(place: number): Watch;
  result(): { readonly calibration: ModelCalibration | null; readonly expected: readonly ExpectedCase[] };
}

/** @param teachers whoever is among them too is no separate patient */
export function judgeProbabilities(judges: readonly JudgingStack[], { network, outputs, prediction, seed }: Plan, teachers: readonly Pick<SnapshotCase, 'patient'>[]): ProbabilityJudge {
  const taught = new Set(teachers.map(({ patient }) => patient));
  const patients = [...new Set(judges.map(({ snapshotCase }) => snapshotCase.patient))];
  const calibrator = calibrateModel(outputs.length, patients, !patients.some((patient) => taught.has(patient)), seed);
  const most = dimensionsOf(network) === 2 && !prediction.mirror ? mostPredictedAgain : mostVoxels;
  const expected: ExpectedCase[] = [];
  const qualities = judges.map(() => tallyQuality(outputs.length, 1));
  return {
    watchOf(place) {
      const stack = judges[place] as JudgingStack;
      const { rows, columns, teaching, snapshotCase: { patient } } = stack;
      return {
        slices: spread(judgingSlices(stack), Math.floor(most / judges.length / (rows * columns))),
        see(slice, probabilities) {
          // A network that lost its way is judged by its labels; a probability that is no number says nothing.
          if (probabilities.includes(NaN)) return;
          const counts = teaching.across === 'slices' ? null : Uint8Array.from({ length: rows * columns }, (_, pixel) =>
            Number(teaches(teaching, slice, Math.floor(pixel / columns), pixel % columns)));
          calibrator.add(patient, probabilities, stack.labels(slice), counts);
          qualities[place]?.add(probabilities, counts);
        },
      };
    },
    result() {
      for (const [place, { snapshotCase: { caseId, patient } }] of judges.entries()) {
        expected.push({ caseId, patient, dice: qualities[place]?.result().dice ?? null });
      }
      return { calibration: calibrator.result(), expected };
    },
  };
}

/** Those of a stack that hold a voxel whose reference is to be believed. */
function judgingSlices({ slices, teaching: { across, complete } }: JudgingStack): readonly number[] {
  const all = Array.from({ length: slices }, (_, slice) => slice);
  return across === 'slices' ? all.filter((slice) => complete[slice] === 1) : all;
}

/** At most so many of them, one at least, as far apart as they can be. */
function spread(slices: readonly number[], most: number): readonly number[] {
  const wanted = Math.min(slices.length, Math.max(1, most));
  return Array.from({ length: wanted }, (_, n) => slices[Math.floor(((n + 0.5) * slices.length) / wanted)] as number);
}
