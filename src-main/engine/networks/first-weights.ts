/** The weights that a training begins with: fresh ones, or what an earlier model makes of them, as its plan says. */
import type { TrainRequest } from '#main/engine-client/protocol.ts';
import type { StartPlan } from '#shared/learning/plan.ts';
import { fill } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { readModel } from '../model-folder.ts';
import type { State } from '../weights.ts';
import type { Work } from '../work.ts';
import { firstWeightsSentences } from './first-weights-sentences.ts';
import type { Network } from './network.ts';
import { startingWeights } from './starting-weights.ts';

/**
 * Says by `warn` what an earlier model gave and what it did not.
 * @throws UserFacingError `corrupt` where the earlier model is damaged, `bad-input` where no layer of it fits
 */
export async function firstWeights(network: Network, { plan, startFrom }: Pick<TrainRequest, 'plan' | 'startFrom'>, { warn }: Pick<Work, 'warn'>): Promise<State> {
  const fresh = startingWeights(network.parameters, plan.seed);
  if (plan.start.kind === 'scratch') return fresh;
  if (startFrom === null) throw new RangeError('the plan starts from a model, and no folder of one is given');
  const earlier = await readModel(startFrom);
  const { taken, others } = layersInCommon(network, earlier.network);
  if (taken.length === 0) throw failure('bad-input', firstWeightsSentences.nothingFits, {});
  if (others.length > 0) {
    warn(fill(firstWeightsSentences.someTaken, { taken: taken.length, layers: taken.length + others.length, names: inBlocks(taken, others), others: others.join(', ') }));
  } else if (plan.start.kind === 'transfer') {
    warn(fill(firstWeightsSentences.allTaken, { layers: taken.length, names: inBlocks(taken, []) }));
  }
  return startOf(plan.start, network, fresh, earlier.values, new Set(taken));
}

/**
 * What is not to change in the first epochs of a transfer: the encoder, as far as it comes from the earlier model.
 * @param folder of that model
 * @throws UserFacingError `corrupt` where it is damaged
 */
export async function frozenParameters(network: Network, folder: string): Promise<ReadonlySet<string>> {
  const taken = new Set(layersInCommon(network, (await readModel(folder)).network).taken);
  return new Set([...encoderParameters(network)].filter((name) => taken.has(layerOf(name))));
}

/** All that comes before the way back up: `down…` of the U-shaped networks, the blocks and wide layers of the fully convolutional ones. */
export function encoderParameters({ parameters }: Pick<Network, 'parameters'>): ReadonlySet<string> {
  return new Set(parameters.map(({ name }) => name).filter((name) => /^(down|block\d|top\/)/.test(name)));
}

/** Layers are in common where all their parameters have the same names and shapes. */
export function layersInCommon(network: Pick<Network, 'parameters'>, earlier: Pick<Network, 'parameters'>): { readonly taken: readonly string[]; readonly others: readonly string[] } {
  const shapesOf = ({ parameters }: Pick<Network, 'parameters'>): Map<string, string> => {
    const shapes = new Map<string, string>();
    for (const { name, shape } of parameters) shapes.set(layerOf(name), `${shapes.get(layerOf(name)) ?? ''} ${name} ${shape.join('×')}`);
    return shapes;
  };
  const before = shapesOf(earlier);
  const now = [...shapesOf(network)];
  return {
    taken: now.filter(([layer, shapes]) => before.get(layer) === shapes).map(([layer]) => layer),
    others: now.filter(([layer, shapes]) => before.get(layer) !== shapes).map(([layer]) => layer),
  };
}

/**
 * Transfer takes the earlier weights as they are; else they are shrunk, and as much of fresh ones is added
 * (Ash, Adams 2020, arXiv 1910.08475): shrink · earlier + perturb · fresh. Layers not taken are fresh.
 */
export function startOf(start: Exclude<StartPlan, { readonly kind: 'scratch' }>, { parameters }: Pick<Network, 'parameters'>, fresh: State, earlier: State, taken: ReadonlySet<string>): State {
  return new Map(parameters.map(({ name }) => {
    const own = fresh.get(name) as Float32Array;
    if (!taken.has(layerOf(name))) return [name, own];
    const former = earlier.get(name) as Float32Array;
    return [name, start.kind === 'transfer' ? former : former.map((weight, at) => start.shrink * weight + start.perturb * (own[at] as number))];
  }));
}

/** Blocks of which every layer is among them by their own names, other layers by theirs. */
function inBlocks(layers: readonly string[], others: readonly string[]): string {
  const blockOf = (layer: string): string => layer.split('/')[0]!;
  const broken = new Set(others.map(blockOf));
  return [...new Set(layers.map((layer) => (broken.has(blockOf(layer)) ? layer : blockOf(layer))))].join(', ');
}

function layerOf(parameter: string): string {
  return parameter.slice(0, parameter.lastIndexOf('/'));
}
