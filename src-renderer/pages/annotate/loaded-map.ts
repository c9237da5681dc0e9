/** A map as the page holds it: of the whole case, or of one of its slices. Pure. */
import type { CaseMaps, Explanation, KeptMap, MapKind } from '#shared/contract/explanation.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';

/** Of the grid that labels lie on. */
export interface LoadedMap {
  readonly kind: MapKind;
  /** Whose probability or explanation. */
  readonly label: { readonly index: number; readonly name: string } | null;
  /** 0 to 255, the highest of which stands for `maximum`; 0 where nothing was computed. */
  readonly voxels: Uint8Array;
  readonly maximum: number;
  /** The only slice that it has, along an axis; null: it has all. */
  readonly only: { readonly axis: AxisIndex; readonly slice: number } | null;
  readonly modelId: string;
}

export function holds({ only }: Pick<LoadedMap, 'only'>, voxel: Vec3): boolean {
  return only === null || voxel[only.axis] === only.slice;
}

/** What was wanted of what was computed; undefined where it is not there. */
export function mapOf({ maps }: Pick<CaseMaps, 'maps'>, kind: MapKind, label: number): KeptMap | undefined {
  return maps.find((one) => one.kind === kind && (one.label === null || one.label.index === label));
}

/**
 * @param bytes of all that is covered, i fastest
 * @returns null where it lies on another grid
 */
export function loadedMap(kept: KeptMap, bytes: Uint8Array, { axis, slice, size, modelId }: Pick<CaseMaps | Explanation, 'axis' | 'slice' | 'size' | 'modelId'>, grid: Vec3): LoadedMap | null {
  if (grid.some((count, along) => size[along] !== (along === axis && slice !== null ? 1 : count))) return null;
  const { kind, label, maximum } = kept;
  const only = slice === null ? null : { axis, slice };
  return { kind, label, maximum, modelId, only, voxels: only === null ? bytes : inVolume(bytes, only, grid) };
}

function inVolume(bytes: Uint8Array, { axis, slice }: NonNullable<LoadedMap['only']>, [ni, nj, nk]: Vec3): Uint8Array {
  const voxels = new Uint8Array(ni * nj * nk);
  const steps = [1, ni, ni * nj] as const;
  const [fast, slow] = ([0, 1, 2] as const).filter((other) => other !== axis) as [AxisIndex, AxisIndex];
  const counts = [ni, nj, nk] as const;
  let from = 0;
  for (let b = 0; b < counts[slow]; b += 1) {
    let to = slice * steps[axis] + b * steps[slow];
    for (let a = 0; a < counts[fast]; a += 1) {
      voxels[to] = bytes[from++]!;
      to += steps[fast];
    }
  }
  return voxels;
}
