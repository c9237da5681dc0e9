/** From what a person chose, in real values, to the operation that is computed, in stored ones. */
import type { EvolveLabel, SpeedChoice } from '../../editing/regions/evolve-label.ts';
import type { Within } from '../../editing/regions/limited-threshold.ts';
import type { Operation } from '../../editing/regions/operation.ts';
import type { useAnnotating } from '../../stores/annotating.ts';
import type { useRegionTools } from '../../stores/region-tools.ts';
import type { ViewedImage } from '../../viewer/slice-view.ts';
import { storedRange } from './painting-gate.ts';

export interface Choosing {
  readonly annotating: Pick<ReturnType<typeof useAnnotating>, 'label' | 'axis' | 'index' | 'position'>;
  readonly regions: Pick<ReturnType<typeof useRegionTools>, 'kind' | 'chosen' | 'seeds' | 'contour' | 'bubbles'>;
  readonly image: Pick<ViewedImage, 'slope' | 'intercept'>;
  /** Indices that no label has, for islands that become labels. */
  readonly unused: () => readonly number[];
}

/** @returns null where something is not chosen yet */
export function chosenOperation({ annotating, regions, image, unused }: Choosing): Operation | null {
  const { kind, chosen, seeds } = regions;
  switch (kind) {
    case 'keep-largest': return { kind };
    case 'keep-at': case 'remove-at': return { kind, voxel: annotating.position };
    case 'remove-small': return { kind, smallestMm3: chosen.smallestMm3 };
    case 'split': {
      const as = unused().slice(0, chosen.mostIslands);
      return as.length === 0 ? null : { kind, as };
    }
    case 'fill-holes': return { kind, slices: chosen.bySlice ? annotating.axis : null };
    case 'grow': case 'shrink': case 'open': case 'close': case 'gaussian': return { kind, mm: chosen.mm };
    case 'joint': return { kind, mm: chosen.mm };
    case 'hollow': return { kind, mm: chosen.mm, side: chosen.side };
    case 'median': return { kind, radiusVoxels: chosen.radiusVoxels };
    case 'threshold': return { kind, ...storedRange(image, chosen), within: chosenPlace({ annotating, regions }) };
    case 'combine': return chosen.other === 0 ? null : { kind, how: chosen.how, other: chosen.other };
    case 'interpolate': return { kind, axis: annotating.axis };
    case 'seeds': return {
      kind, method: seeds.method, localityPerMm: seeds.localityPercent / 100, edges: seeds.edges, marginMm: seeds.marginMm, background: seeds.background,
    };
    case 'contour': return chosenContour({ regions, image });
  }
}

export function chosenPlace({ annotating, regions: { chosen: { within } } }: Pick<Choosing, 'annotating' | 'regions'>): Within {
  switch (within) {
    case 'volume': return { kind: within };
    case 'slice': return { kind: within, axis: annotating.axis, index: annotating.index };
    case 'box': return { kind: within, label: annotating.label };
    default: return { kind: 'label', label: Number(within.slice('label:'.length)) };
  }
}

/** Until it comes to rest: a person stops it earlier. */
const mostIterations = 100_000;

export function chosenContour({ regions: { contour, chosen, bubbles }, image }: Pick<Choosing, 'regions' | 'image'>): EvolveLabel {
  return {
    kind: 'contour',
    speed: speedOf(contour, chosen, image),
    bubbles,
    fromLabel: contour.fromLabel,
    marginMm: contour.marginMm,
    propagation: contour.propagation,
    curvature: contour.curvature,
    advection: contour.speed === 'edge' ? contour.advection : 0,
    iterations: mostIterations,
    goesOn: false,
  };
}

function speedOf(contour: Choosing['regions']['contour'], { lowest, highest }: Choosing['regions']['chosen'], image: Choosing['image']): SpeedChoice {
  if (contour.speed === 'edge') return { kind: 'edge', scaleMm: contour.scaleMm, contrast: contour.contrastPercent / 100, exponent: contour.exponent };
  const range = storedRange(image, { lowest: contour.ends === 'upper' ? -Infinity : lowest, highest: contour.ends === 'lower' ? Infinity : highest });
  return { kind: 'region', lower: range.lowest, upper: range.highest, smoothness: contour.smoothness };
}
