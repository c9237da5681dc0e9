import { affineFromColumns } from '../../geometry/affine.ts';
import type { SpaceTrust, Vec3, VolumeGeometry } from '../../geometry/volume-geometry.ts';

/** What the place of a slice depends on; `null` where the file does not say. */
export interface SliceHeader {
  readonly rows: number;
  readonly columns: number;
  readonly seriesUid: string;
  readonly instanceNumber: number;
  /** LPS mm of the centre of the first pixel. */
  readonly position: Vec3 | null;
  /** Unit vectors along a row (i grows) and down a column (j grows). */
  readonly directions: readonly [Vec3, Vec3] | null;
  /** Distance between rows, then between columns, mm. */
  readonly pixelSpacingMm: readonly [number, number] | null;
  /** SpacingBetweenSlices, else SliceThickness: only for a slice that stands alone. */
  readonly thicknessMm: number | null;
}

export interface SlicePlacement<Slice> {
  /** Slices of each time point, along growing k; all the same places. */
  readonly timePoints: readonly (readonly Slice[])[];
  readonly geometry: VolumeGeometry;
  readonly trust: SpaceTrust;
  /** Largest distance between a slice and its place on an even grid, in slice distances; 0 where even. */
  readonly unevenness: number;
}

/** Directions may be off a right angle by this cosine: headers round them to a few digits. */
const rightAngleCosine = 0.01;

/**
 * The two directions of ImageOrientationPatient as unit vectors.
 * @returns null where they are none: of no length, or not at right angles (an anonymiser's zeros, say)
 */
export function unitDirections(row: Vec3, column: Vec3): readonly [Vec3, Vec3] | null {
  const unit = (direction: Vec3): Vec3 => {
    const length = Math.hypot(...direction);
    return [direction[0] / length, direction[1] / length, direction[2] / length];
  };
  const [along, down] = [unit(row), unit(column)];
  // Written so that NaN fails too.
  return Math.abs(dot(along, down)) <= rightAngleCosine ? [along, down] : null;
}

/**
 * Slices that can be stacked: same series, size and direction. A series with localisers or several
 * stacks falls into its parts.
 */
export function groupIntoVolumes<Slice extends { readonly header: SliceHeader }>(slices: readonly Slice[]): readonly (readonly Slice[])[] {
  const groups = new Map<string, Slice[]>();
  for (const slice of slices) {
    const { seriesUid, rows, columns, directions, pixelSpacingMm } = slice.header;
    // Scanners repeat the same cosines with a last digit that wanders.
    const direction = directions?.flat().map((cosine) => Math.round(cosine * 1000) || 0).join() ?? '';
    const spacing = pixelSpacingMm?.map((mm) => mm.toFixed(3)).join() ?? '';
    const key = [seriesUid, rows, columns, direction, spacing].join('|');
    const group = groups.get(key) ?? [];
    group.push(slice);
    groups.set(key, group);
  }
  return [...groups.values()];
}

interface PlacedSlice<Slice> {
  readonly slice: Slice;
  readonly position: Vec3;
}
type Place<Slice> = readonly [PlacedSlice<Slice>, ...PlacedSlice<Slice>[]];

/**
 * Sorts slices along their normal and gives the stack its affine (DICOM PS3.3, C.7.6.2.1.1); the step
 * along k is the mean step between positions, so that a tilted gantry's shear is kept. Several slices
 * at each place are time points, in the order of their instance numbers. Slices without positions are
 * stacked by instance number.
 * @param slices at least one, of one group of `groupIntoVolumes`
 * @returns null where some places hold more slices than others: no time point would be whole
 */
export function placeSlices<Slice extends { readonly header: SliceHeader }>(slices: readonly Slice[]): SlicePlacement<Slice> | null {
  const { rows, columns, directions, pixelSpacingMm, thicknessMm } = (slices[0] as Slice).header;
  const [alongRow, downColumn] = directions ?? [[1, 0, 0], [0, 1, 0]] as const;
  const normal = cross(alongRow, downColumn);
  const isPlaced = directions !== null && slices.every(({ header }) => header.position !== null);
  const thickness = thicknessMm ?? 1;
  const byNumber = [...slices].sort((a, b) => a.header.instanceNumber - b.header.instanceNumber);
  const places = placesAlong(normal, byNumber.map((slice, n): PlacedSlice<Slice> =>
    ({ slice, position: isPlaced ? slice.header.position as Vec3 : scaled(normal, n * thickness) })));
  const first = places[0] as Place<Slice>;
  if (places.some((place) => place.length !== first.length)) return null;

  const steps = places.length - 1;
  const origin = first[0].position;
  const last = (places.at(-1) as Place<Slice>)[0].position;
  const step = steps === 0 ? scaled(normal, thickness) : scaled(minus(last, origin), 1 / steps);
  const [rowSpacing, columnSpacing] = pixelSpacingMm ?? [1, 1];
  const offsets = places.map(([{ position }], n) => Math.hypot(...minus(minus(position, origin), scaled(step, n))));
  return {
    timePoints: first.map((_, time) => places.map((place) => (place[time] as PlacedSlice<Slice>).slice)),
    geometry: {
      size: [columns, rows, places.length],
      affine: affineFromColumns(scaled(alongRow, columnSpacing), scaled(downColumn, rowSpacing), step, origin),
    },
    trust: !isPlaced ? 'orientation-unknown' : pixelSpacingMm === null ? 'spacing-unknown' : 'known',
    unevenness: Math.max(...offsets) / Math.hypot(...step),
  };
}

/** Positions closer than this along the normal are one place. */
const samePlaceMm = 0.01;

/** Slices of one place together, in the order they came; places sorted along the normal. */
function placesAlong<Slice>(normal: Vec3, slices: readonly PlacedSlice<Slice>[]): readonly Place<Slice>[] {
  const at = ({ position }: PlacedSlice<Slice>): number => dot(position, normal);
  const places: [PlacedSlice<Slice>, ...PlacedSlice<Slice>[]][] = [];
  for (const slice of slices.toSorted((a, b) => at(a) - at(b))) {
    const place = places.at(-1);
    if (place !== undefined && at(slice) - at(place[0]) < samePlaceMm) place.push(slice);
    else places.push([slice]);
  }
  const order = new Map(slices.map((slice, n) => [slice, n]));
  return places.map((place) => place.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const scaled = (a: Vec3, by: number): Vec3 => [a[0] * by, a[1] * by, a[2] * by];
const cross = (a: Vec3, b: Vec3): Vec3 =>
  [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
