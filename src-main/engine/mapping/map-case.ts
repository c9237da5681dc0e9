/**
 * What models think of each voxel of a case: how likely each output is, how unsure they are, and how far networks disagree. The
 * probabilities are those of a prediction, on the image's own grid; keeping the largest components, which a prediction does
 * afterwards, is left out. It must not know what a map is for.
 */
import { join } from 'node:path';
import type { MapRequest, MapResult } from '#main/engine-client/protocol.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { resampleSlices, slicesBehind, type GridSize } from '#shared/learning/resample.ts';
import { voxelEntropy } from '#shared/learning/selection/slice-score.ts';
import { temper } from '#shared/learning/statistics/voxel-probabilities.ts';
import { askTogether } from '../ask-together.ts';
import type { Learner } from '../learner.ts';
import { plannedNetwork } from '../networks/planned-network.ts';
import { meanProbabilities } from '../prediction/mean-probabilities.ts';
import { mirroringsOf } from '../prediction/mirrorings.ts';
import { answersOf, type Question } from '../prediction/question.ts';
import { agreementOf } from '../reading/agreement.ts';
import { readingDropout } from '../reading/read-slices.ts';
import { voicesOf } from '../reading/read-stack.ts';
import { description as engine } from '../tensorflow.ts';
import { loadStack } from '../volumes/load-stack.ts';
import { memoryStorage } from '../volumes/slice-storage.ts';
import type { Work } from '../work.ts';
import { highestOf, writeMap } from './map-file.ts';
import { partOfStack } from './part-of-stack.ts';

/** @throws UserFacingError `corrupt` for a damaged model or image, `bad-input` for models that do not belong together, `cancelled`, `disk-full` */
export async function mapCase(request: MapRequest, work: Work): Promise<MapResult> {
  const { volume: { name, image, furtherImages }, temperature, numbers, folder } = request;
  return askTogether(request.modelFolders, async (learners, plan) => {
    const outputs = plan.outputs.length;
    const stack = await loadStack(image.path, image, name, plan, work.warn, memoryStorage(), furtherImages);
    const part = partOfStack(stack, request.sliceAxis, request.slice);
    const among = networksAsked(request, learners, plan);
    const question: Question = { values: outputs + (among === null ? 0 : 1), ask: asking(request, learners, plan, among, work.breathe) };
    const grid: GridSize = [stack.slices, stack.rows, stack.columns];
    const byte = numbers === 'uint8';
    const made = (): Float32Array | Uint8Array => (byte ? new Uint8Array(part.voxels) : new Float32Array(part.voxels));
    // Background is what the others leave.
    const probabilities = plan.outputs.slice(1).map(made);
    const uncertainty = made();
    // What its byte 255 stands for is known when all of it is.
    const disagreement = among === null ? null : new Float32Array(part.voxels);
    const answers = answersOf(question, stack, plan, slicesBehind(grid[0], stack.own[0], part.slices), work.breathe,
      (share) => work.progress('predicting', Math.floor(999 * share), 1000));
    await resampleSlices(answers, grid, stack.own, question.values, part.slices, (slice, values) => {
      const told = among === null ? values : withoutLast(values, question.values);
      const tempered = temperature === 1 ? told : temper(told, outputs, temperature);
      const put = (value: (voxel: number) => number, into: Float32Array | Uint8Array): void => {
        const own = into instanceof Uint8Array ? new Uint8Array(tempered.length / outputs) : new Float32Array(tempered.length / outputs);
        for (let voxel = 0; voxel < own.length; voxel++) own[voxel] = into instanceof Uint8Array ? Math.round(255 * Math.min(1, value(voxel))) : value(voxel);
        part.put(slice, own, into);
      };
      probabilities.forEach((into, place) => put((voxel) => tempered[voxel * outputs + place + 1] as number, into));
      put((voxel) => voxelEntropy(tempered, voxel * outputs, outputs), uncertainty);
      if (disagreement !== null) put((voxel) => values[voxel * question.values + outputs] as number, disagreement);
    });
    const maps: MapResult['maps'][number][] = [];
    const write = async (kind: MapResult['maps'][number]['kind'], output: number | null, values: Float32Array | Uint8Array, maximum: number): Promise<void> => {
      const file = output === null ? kind : `${kind}-${output}`;
      await writeMap(join(folder, file), part.onOwnGrid(values), maximum, numbers);
      maps.push({ kind, output, file, maximum });
    };
    for (const [place, values] of probabilities.entries()) await write('probability', place + 1, values, 1);
    await write('uncertainty', null, uncertainty, 1);
    if (disagreement !== null) await write('disagreement', null, disagreement, highestOf(disagreement));
    work.progress('predicting', 1000, 1000);
    return { kind: 'map', maps, disagreement: among, engine };
  });
}

/** Null where nothing is asked of their disagreement, or where one network alone would be asked. */
function networksAsked({ disagreement }: MapRequest, learners: readonly Learner[], plan: Plan): MapResult['disagreement'] {
  if (disagreement === null) return null;
  if (learners.length > 1) return { between: 'models', networks: learners.length };
  const canLeaveOut = (plannedNetwork(plan).dropouts ?? []).length > 0;
  return canLeaveOut && disagreement.masks > 1 ? { between: 'masks', networks: disagreement.masks } : null;
}

/** Probabilities as a prediction takes them, and, where networks are asked, their mutual information behind those of each voxel. */
function asking({ disagreement }: MapRequest, learners: readonly Learner[], plan: Plan, among: MapResult['disagreement'], between: () => Promise<void>): Question['ask'] {
  const mirrorings = mirroringsOf(plan);
  const outputs = plan.outputs.length;
  if (among === null || disagreement === null) return async (batch) => meanProbabilities(learners, batch, mirrorings, plan.contextSlices);
  if (among.between === 'models') return (batch) => agreementOf(learners, batch, mirrorings, plan.contextSlices, outputs, between);
  const drawn = voicesOf(learners, { ...disagreement, dropout: readingDropout(plan) });
  return async (batch) => {
    // Drawn networks are asked upright: what they cost is their number.
    const told = await agreementOf(drawn, batch, mirrorings.slice(0, 1), plan.contextSlices, outputs, between);
    const own = meanProbabilities(learners, batch, mirrorings, plan.contextSlices);
    for (let from = 0, to = 0; from < own.length; from += outputs, to += outputs + 1) told.set(own.subarray(from, from + outputs), to);
    return told;
  };
}

/** @param values voxels × perVoxel */
function withoutLast(values: Float32Array, perVoxel: number): Float32Array {
  const kept = new Float32Array((values.length / perVoxel) * (perVoxel - 1));
  for (let from = 0, to = 0; from < values.length; from += perVoxel, to += perVoxel - 1) kept.set(values.subarray(from, from + perVoxel - 1), to);
  return kept;
}
