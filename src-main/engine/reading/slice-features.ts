/** How slices look to an encoder: its deepest map, averaged over each of them. */
import type { AxisLengths } from '#shared/learning/plan.ts';
import type { StackAxis } from '#shared/learning/slice-stack.ts';
import { spaceOf, type ImageBatch, type Learner } from '../learner.ts';

/** The planes that features are wanted of. */
export interface WantedPlanes {
  readonly across: StackAxis;
  /** On the image's own grid. */
  readonly planes: readonly number[];
  /** Number of planes of that grid, and of the network's over the same extent. */
  readonly own: number;
  readonly shown: number;
}

type Encoder = Pick<Learner, 'features'>;

export interface FeatureCollector {
  /** Asks the encoder about windows, if they show a plane that is wanted. @param origins slice, row and column of each */
  look(batch: ImageBatch, origins: readonly AxisLengths[]): void;
  /** Of each wanted plane, of length 1 (Euclid). */
  features(): number[][];
}

/**
 * A plane's features are the mean of the deepest map over the plane: of a slice of a network for slices all of its map, else
 * the two planes of the map between whose middles the plane lies, by its distance from each. Windows that show a
 * plane count alike.
 * @param channels of the deepest map
 */
export function featureCollector(encoder: Encoder, channels: number, { across, planes, own, shown }: WantedPlanes): FeatureCollector {
  const axis = (['slices', 'rows', 'columns'] as const).indexOf(across);
  const sums = planes.map((): number[] => []);
  const middles = planes.map((plane) => ((plane + 0.5) * shown) / own);
  return {
    look(batch, origins) {
      const [slices, rows, columns] = batch.slices === undefined ? [1, ...spaceOf(batch)] : spaceOf(batch);
      const length = [slices, rows, columns][axis] as number;
      const inWindow = origins.flatMap((origin, sample) => middles.flatMap((middle, place) => {
        const at = middle - (origin[axis] as number);
        return at >= 0 && at < length ? [{ sample, place, at }] : [];
      }));
      if (inWindow.length === 0) return;
      const values = encoder.features(batch, across);
      const depth = values.length / (batch.count * channels);
      for (const { sample, place, at } of inWindow) {
        const sum = sums[place] as number[];
        const exact = Math.min(depth - 1, Math.max(0, (at * depth) / length - 0.5));
        const first = Math.floor(exact);
        const next = Math.min(depth - 1, first + 1);
        for (let channel = 0; channel < channels; channel++) {
          const valueOf = (plane: number): number => values[(sample * depth + plane) * channels + channel] as number;
          sum[channel] = (sum[channel] ?? 0) + valueOf(first) * (1 - exact + first) + valueOf(next) * (exact - first);
        }
      }
    },
    features: () => sums.map((sum) => {
      const length = Math.hypot(...sum);
      return sum.map((value) => (length === 0 ? 0 : value / length));
    }),
  };
}
