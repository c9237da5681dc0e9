import type { TrainRequest } from '#main/engine-client/protocol.ts';
import type { Network } from '../networks/network.ts';
import { startingWeights } from '../networks/starting-weights.ts';
import type { State } from '../weights.ts';
import type { Work } from '../work.ts';

export async function firstWeights(network: Network, { plan }: TrainRequest, _work: Work): Promise<State> {
  return startingWeights(network.parameters, plan.seed);
}

export function encoderParameters({ parameters }: Network): ReadonlySet<string> {
  return new Set(parameters.map(({ name }) => name).filter((name) => name.startsWith('down')));
}
