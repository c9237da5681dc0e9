/** The places of a planned network whose maps can be looked at, by the names that `src-main/engine/networks` calls them. */
import { dimensionsOf, filtersOf, halvingLevels, timesEach } from './network-layers.ts';
import type { AxisLengths, NetworkPlan } from './plan.ts';

export interface NetworkView {
  readonly name: string;
  readonly part: 'encoder' | 'bottleneck' | 'decoder';
  /** From the top, 0. */
  readonly level: number;
  readonly channels: number;
  /** Voxels of what the network is fed for one of its own, along each axis: (slices,) rows, columns. */
  readonly strides: AxisLengths;
}

/** In the order in which an image passes them. */
export function viewsOf(network: NetworkPlan): readonly NetworkView[] {
  const filters = filtersOf(network);
  switch (network.name) {
    case 'unet-classic':
    case 'unet-2d': return uShaped(filters, halvingLevels(filters).map(({ stride }) => stride), 1);
    case 'unet': return uShaped(filters, network.levels.map(({ stride }) => stride), 1);
    // A right stage holds what came up beside what came across.
    case 'vnet': return uShaped(filters, filters.map((_, level) => Array<number>(dimensionsOf(network)).fill(level === 0 ? 1 : 2)), 2);
    case 'fcn-32s':
    case 'fcn-16s':
    case 'fcn-8s': return filters.map((channels, place) => {
      const top = place === filters.length - 1;
      const halvings = top ? place : place + 1;
      return { name: top ? 'top' : `block${place + 1}`, part: top ? 'bottleneck' : 'encoder', level: place, channels, strides: [2 ** halvings, 2 ** halvings] };
    });
  }
}

/** The deepest one, of which all scores are made. */
export function bottleneckOf(network: NetworkPlan): NetworkView {
  return viewsOf(network).find(({ part }) => part === 'bottleneck') as NetworkView;
}

function uShaped(filters: readonly number[], strides: readonly AxisLengths[], widerUp: number): readonly NetworkView[] {
  const deepest = filters.length - 1;
  const view = (level: number, up: boolean): NetworkView => ({
    name: `${up ? 'up' : 'down'}${level}`,
    part: up ? 'decoder' : level === deepest ? 'bottleneck' : 'encoder',
    level,
    channels: (filters[level] as number) * (up ? widerUp : 1),
    strides: strides.slice(0, level + 1).reduce(timesEach),
  });
  return [...filters.map((_, level) => view(level, false)), ...filters.slice(0, -1).map((_, level) => view(level, true)).reverse()];
}
