import { channelsOf, type SeenPlan } from '#shared/learning/network-layers.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { fcn } from './fcn.ts';
import type { Network } from './network.ts';
import { unet2d } from './unet-2d.ts';
import { unet } from './unet.ts';
import { unetClassic } from './unet-classic.ts';
import { vnet } from './vnet.ts';

/** The network that a plan names, for its channels and outputs. A volume has one channel for each image: `contextSlices` 1. */
export function plannedNetwork(plan: Pick<Plan, 'network' | 'outputs'> & SeenPlan): Network {
  const channels = channelsOf(plan);
  const outputs = plan.outputs.length;
  switch (plan.network.name) {
    case 'unet-classic': return unetClassic(channels, outputs);
    case 'unet-2d': return unet2d(channels, outputs, plan.network.filters);
    case 'unet': return unet(channels, outputs, plan.network);
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s': return fcn(channels, outputs, plan.network);
    case 'vnet': return vnet(channels, outputs, plan.network.filters);
  }
}
