/** Wires in one slice: knows the costs of its steps and the tree of the last place that a wire began at. */
import { finish } from '#shared/regions/grid.ts';
import { startWire, wireTo, type WireTree } from '#shared/regions/livewire.ts';
import { stepCosts, usualWeights } from '#shared/regions/livewire-costs.ts';
import type { SliceImage } from '#shared/regions/edge-features.ts';
import type { Path } from '#shared/regions/slice.ts';
import type { Spot, WireChoice } from './wire-messages.ts';

/** Trees that are kept: of the last corner, to which the pointer comes back after a line is closed or a corner dropped, and of the one before. */
const mostTrees = 2;

export interface Wires {
  /** @throws RangeError where a place is no voxel of the slice */
  between(from: Spot, to: Spot): Path;
}

export function wiresIn(image: SliceImage, { scaleVoxels, brighter }: WireChoice): Wires {
  const scaleMm = scaleVoxels * Math.min(image.spacingUMm, image.spacingVMm);
  const costs = finish(stepCosts(image, { scaleMm, weights: usualWeights, halvingGradientPerMm: null, brighter }));
  let trees: { readonly from: Spot; readonly tree: WireTree }[] = [];
  return {
    between(from, to) {
      let known = trees.find((one) => one.from[0] === from[0] && one.from[1] === from[1]);
      known ??= { from, tree: startWire(costs, from[0], from[1]) };
      trees = [known, ...trees.filter((one) => one !== known)].slice(0, mostTrees);
      return wireTo(known.tree, to[0], to[1]);
    },
  };
}
