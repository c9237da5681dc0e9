/**
 * The lighter default: the U-Net of `unet.ts` over slices, with kernels of 3 × 3 that every level halves, neither residual
 * nor deeply supervised: the shape of Ronneberger, Fischer, Brox 2015 (arXiv 1505.04597), with the instance normalisation,
 * leaky rectifiers and strided convolutions of nnU-Net's 2D network (Isensee et al. 2021, doi 10.1038/s41592-020-01008-z).
 * Width and depth come from the plan.
 */
import { halvingLevels } from '#shared/learning/network-layers.ts';
import type { Network } from './network.ts';
import { unet } from './unet.ts';

/** @param filters of each level, top first */
export function unet2d(channels: number, outputs: number, filters: readonly number[]): Network {
  return unet(channels, outputs, { dimensions: 2, levels: halvingLevels(filters), residual: false, deepSupervision: false });
}
