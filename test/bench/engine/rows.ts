/** The rows of the table: what is done, beside whom, and what the ratio must be and aims to be. */
import type { Plan } from '#shared/learning/plan.ts';
import { describeNetwork, plainNetwork, plannedWork, slicePlan, thickSlicePlan, volumePlan } from './networks.ts';
import type { Contestant, Work } from './work.ts';

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly must: number;
  readonly aim: number;
  /** What is compared: time of a step, or the peak memory after fifty steps. */
  readonly of: 'time' | 'memory';
  readonly ours: Work;
  readonly peer: Work;
  /** The fastest of them is the peer. */
  readonly peers: readonly Contestant[];
  /** Steps that one side does before the other has its turn, and how many of these come first and are not counted. */
  readonly block: number;
  readonly uncounted: number;
}

const keras: readonly Contestant[] = ['keras'];
const all: readonly Contestant[] = ['keras', 'pytorch', 'pytorch, channels last'];
const alternating = { of: 'time', block: 3, uncounted: 0 } as const;

/** @param image a file that holds a volume of 256 × 256 × 24 voxels */
export function listRows(image: string): readonly Row[] {
  const same = (work: Work, peers: readonly Contestant[]) => ({ ...alternating, ours: work, peer: work, peers });
  const plain = (dimensions: 2 | 3, filters: readonly number[], shape: readonly number[]): Work => ({
    kind: 'learn', plan: null, optimiser: { kind: 'adam', weightDecay: 0 }, network: plainNetwork(dimensions, filters),
    shape, outputs: 3, loss: 'dice+cross-entropy', atATime: 8, image: null,
  });
  const slices = plain(2, [16, 32, 64, 128, 256], [8, 128, 128, 3]);
  const volumes = plannedWork(volumePlan());
  const thick = plannedWork(thickSlicePlan());
  return [
    { name: 'step2d', title: 'training step without normalisation, slices', must: 1.15, aim: 0.95, ...same(slices, keras) },
    { name: 'step3d', title: 'training step without normalisation, volumes', must: 1.15, aim: 0.95, ...same(plain(3, [16, 32, 64, 128], [2, 40, 56, 40, 1]), keras) },
    { name: 'default2d', title: 'training step of the planned network for slices', must: 0.9, aim: 0.75, ...same(plannedWork(slicePlan()), all) },
    { name: 'default3d', title: 'training step of the planned network for volumes', must: 0.9, aim: 0.75, ...same(volumes, all) },
    { name: 'classic', title: 'training step of the original U-Net', must: 1.15, aim: 0.95, ...same(classicWork(thickSlicePlan()), keras), block: 1 },
    { name: 'predict', title: 'the network alone on 24 slices of 256 × 256', must: 1.1, aim: 0.9, ...same({ ...slices, kind: 'predict', shape: [24, 256, 256, 3] }, keras) },
    { name: 'segment', title: 'image file to mask file, 256 × 256 × 24', must: 1, aim: 0.7, ...same({ ...thick, kind: 'segment', image, shape: [24, 256, 256, 3], atATime: 8 }, keras), block: 1 },
    { name: 'memory', title: 'peak memory of a training after 50 steps, MB', must: 1, aim: 0.8, of: 'memory', ours: { ...volumes, kind: 'teach' }, peer: volumes, peers: keras, block: 50, uncounted: 0 },
    {
      name: 'throughput', title: 'a training’s step beside the bare step', must: 1.18, aim: 1.05, of: 'time',
      ours: { ...volumes, kind: 'teach' }, peer: volumes, peers: ['ours'],
      // Patches that were drawn while the other side had its turn would count for nothing: as many as are drawn ahead, and more.
      block: 10, uncounted: 4,
    },
  ];
}

function classicWork(plan: Plan): Work {
  const network = { name: 'unet-classic' } as const;
  return {
    kind: 'learn', plan: { ...plan, network, loss: 'cross-entropy' }, optimiser: { kind: 'adam', weightDecay: 0 },
    network: describeNetwork(network, plan), shape: [2, 256, 256, 3], outputs: plan.outputs.length, loss: 'cross-entropy', atATime: 2, image: null,
  };
}
