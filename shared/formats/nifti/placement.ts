/** Where a NIfTI volume lies: which of its transforms is believed, and what a person should know about it. */
import { affineFromColumns, cornerShiftVoxels, isInvertible } from '../../geometry/affine.ts';
import { affineFromOrientation, isOrientationCode } from '../../geometry/orientation.ts';
import type { Affine, SpaceTrust, Vec3, VolumeGeometry } from '../../geometry/volume-geometry.ts';
import { fill, type Sentence } from '../../text/sentence.ts';
import { failure } from '../../text/user-facing-error.ts';
import { type RawHeader, readNumber, readNumbers } from './fields.ts';
import type { NiftiHeader } from './header.ts';
import {
  badOrientation, formsDisagree, orientationStated, orientationUnknown, qformUnusable, sformUnusable, spacingUnknown, unknownUnit,
} from './nifti-sentences.ts';

export interface PlacementOptions {
  /** Which transform is believed where both are set and disagree. */
  readonly conflictingForms?: 'sform' | 'qform';
  /** Three letters, e.g. `RAS`: used only where the header does not say. */
  readonly orientation?: string;
}

export interface Placement {
  readonly geometry: VolumeGeometry;
  readonly trust: SpaceTrust;
  readonly warnings: readonly Sentence[];
}

/** Corners further apart than this, in voxels, are a disagreement that a person should know of. */
const disagreementVoxels = 0.1;

/**
 * The standard's order: the sform where its code is above 0, else the qform where its code is, else
 * nothing is known but the voxel size; then the affine is that size along the world's axes (as ITK
 * reads such files) or along the stated orientation.
 * @throws UserFacingError `bad-input` where the stated orientation is none
 */
export function placeVolume(header: NiftiHeader, file: string, options: PlacementOptions = {}): Placement {
  const { raw, size } = header;
  const { orientation } = options;
  if (orientation !== undefined && !isOrientationCode(orientation)) {
    throw failure('bad-input', badOrientation, { orientation });
  }
  const warnings: Sentence[] = [];
  const unit = millimetresPerUnit(raw);
  if (unit === null) warnings.push(fill(unknownUnit, { file }));
  const millimetres = unit ?? 1;

  const sformCode = readNumber(raw, 'sform_code');
  const qformCode = readNumber(raw, 'qform_code');
  const sform = sformCode > 0 ? usable(sformAffine(raw, millimetres)) : null;
  const qform = qformCode > 0 ? usable(qformAffine(raw, millimetres)) : null;
  if (sformCode > 0 && sform === null) warnings.push(fill(sformUnusable, { file, code: sformCode }));
  if (qformCode > 0 && qform === null) warnings.push(fill(qformUnusable, { file, code: qformCode }));

  let affine = sform ?? qform;
  if (sform !== null && qform !== null) {
    const shift = cornerShiftVoxels(size, sform, qform);
    if (shift > disagreementVoxels) {
      const used = options.conflictingForms ?? 'sform';
      affine = used === 'sform' ? sform : qform;
      const itk = itkChoice(sform, sformCode);
      warnings.push(fill(formsDisagree, { file, shift: shift.toFixed(1), used, itk, sformCode, qformCode }));
    }
  }

  // An sform carries its own voxel size; a qform and a bare header (both null here) need pixdim.
  const spacingMissing = affine === qform && isSpacingMissing(raw);
  if (spacingMissing) warnings.push(fill(spacingUnknown, { file }));
  if (affine !== null) return { geometry: { size, affine }, trust: spacingMissing ? 'spacing-unknown' : 'known', warnings };

  const spacing = voxelSize(raw).map((length) => length * millimetres) as unknown as Vec3;
  warnings.push(orientation === undefined
    ? fill(orientationUnknown, { file })
    : fill(orientationStated, { file, orientation }));
  return {
    geometry: { size, affine: affineFromOrientation(orientation ?? 'LPS', spacing) },
    trust: orientation === undefined ? 'orientation-unknown' : spacingMissing ? 'spacing-unknown' : 'known',
    warnings,
  };
}

/** From bits 0–2 of `xyzt_units`; null where the unit is not told. */
function millimetresPerUnit(raw: RawHeader): number | null {
  switch (readNumber(raw, 'xyzt_units') & 7) {
    case 1: return 1000;
    case 2: return 1;
    case 3: return 0.001;
    default: return null;
  }
}

/** NIfTI's world grows to Right and Anterior, ours to Left and Posterior. */
function fromRas(i: Vec3, j: Vec3, k: Vec3, origin: Vec3, millimetres: number): Affine {
  // `+ 0`: no negative zero, which would look like a difference where there is none.
  const turn = ([x, y, z]: Vec3): Vec3 => [-x * millimetres + 0, -y * millimetres + 0, z * millimetres + 0];
  return affineFromColumns(turn(i), turn(j), turn(k), turn(origin));
}

/** The sform in LPS, whatever its code. */
export function sformAffine(raw: RawHeader, millimetres: number): Affine {
  const rows = [readNumbers(raw, 'srow_x'), readNumbers(raw, 'srow_y'), readNumbers(raw, 'srow_z')];
  const column = (n: number): Vec3 => rows.map((row) => row[n]) as unknown as Vec3;
  return fromRas(column(0), column(1), column(2), column(3), millimetres);
}

/** The qform in LPS, whatever its code: as in nifti1.h, METHOD 2, with `qfac` (pixdim[0]) on the third column. */
export function qformAffine(raw: RawHeader, millimetres: number): Affine {
  let [b, c, d] = readNumbers(raw, 'quatern') as unknown as Vec3;
  let a = 1 - (b * b + c * c + d * d);
  if (a < 1e-7) {
    // Rounding took the length above 1: a half turn, its axis brought back to length 1.
    const length = Math.hypot(b, c, d);
    [a, b, c, d] = [0, b / length, c / length, d / length];
  } else {
    a = Math.sqrt(a);
  }
  const [x, y, z] = voxelSize(raw);
  const thirdSign = (readNumbers(raw, 'pixdim')[0] as number) < 0 ? -z : z;
  return fromRas(
    [(a * a + b * b - c * c - d * d) * x, 2 * (b * c + a * d) * x, 2 * (b * d - a * c) * x],
    [2 * (b * c - a * d) * y, (a * a + c * c - b * b - d * d) * y, 2 * (c * d + a * b) * y],
    [2 * (b * d + a * c) * thirdSign, 2 * (c * d - a * b) * thirdSign, (a * a + d * d - b * b - c * c) * thirdSign],
    readNumbers(raw, 'qoffset') as unknown as Vec3,
    millimetres,
  );
}

/** pixdim[1..3] in the file's unit; a size that is missing is 1, a negative one is meant without its sign. */
function voxelSize(raw: RawHeader): Vec3 {
  const length = (n: number): number => {
    const value = Math.abs(readNumbers(raw, 'pixdim')[n] as number);
    return value > 0 && Number.isFinite(value) ? value : 1;
  };
  return [length(1), length(2), length(3)];
}

function isSpacingMissing(raw: RawHeader): boolean {
  return readNumbers(raw, 'pixdim').slice(1, 4).some((length) => length === 0 || !Number.isFinite(length));
}

const usable = (affine: Affine): Affine | null => (isInvertible(affine) ? affine : null);

/**
 * Which transform ITK's NIfTI reader takes where both codes are set: the sform where its code is 1
 * and its axes are at right angles, else the qform. (Found by trying every pair of codes with
 * SimpleITK 2.5, ITK 5.4.)
 */
function itkChoice(sform: Affine, sformCode: number): 'sform' | 'qform' {
  return sformCode === 1 && isOrthogonal(sform) ? 'sform' : 'qform';
}

/** Whether the axes stand at right angles, to a cosine of 1e-4. */
export function isOrthogonal(affine: Affine): boolean {
  const column = (n: 0 | 1 | 2): Vec3 => [affine[n], affine[4 + n] as number, affine[8 + n] as number];
  const cosine = (a: Vec3, b: Vec3): number =>
    (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / (Math.hypot(...a) * Math.hypot(...b));
  const pairs = [[column(0), column(1)], [column(0), column(2)], [column(1), column(2)]] as const;
  return pairs.every(([a, b]) => Math.abs(cosine(a, b)) < 1e-4);
}
