/**
 * The header of a mask: it lies exactly where its image lies, says that it holds labels, and tells
 * nothing about the patient. Voxels are little-endian whatever the image was: every program reads that.
 */
import { axisStep, cornerShiftVoxels, spacingMm, voxelVolumeMm3 } from '../../geometry/affine.ts';
import { sameLatticeToleranceVoxels } from '../../geometry/lattice.ts';
import type { Affine, AxisIndex, SpaceTrust, Vec3, VolumeGeometry } from '../../geometry/volume-geometry.ts';
import { copyField, headerBytes, type NiftiVersion, type RawHeader, readNumber, writeNumbers } from './fields.ts';
import { recogniseHeader, usualVoxelOffset } from './header.ts';
import { isOrthogonal, qformAffine, sformAffine } from './placement.ts';
import { maskTypeFor, type MaskType } from './stored-type.ts';

/** Fields that place an image; taken over bit for bit, also where their code is 0. */
const placingFields = ['quatern', 'qoffset', 'srow_x', 'srow_y', 'srow_z', 'qform_code', 'sform_code'] as const;

const labelIntent = 1002;
/** Code of the type. */
const float32 = 16;

/**
 * The bytes before the voxels of a single-file mask, 352 (NIfTI-1) or 544 (NIfTI-2).
 * @param imageHeader the raw header of the image, in its own byte order; null where the image is no NIfTI
 * @param image where it lies; its size is the mask's
 */
export function maskHeader(
  imageHeader: Uint8Array | null,
  image: { readonly geometry: VolumeGeometry; readonly trust: SpaceTrust },
  type: MaskType,
): Uint8Array {
  const source = imageHeader === null ? null : recogniseHeader(imageHeader);
  const { size } = image.geometry;
  // NIfTI-1 counts voxels along an axis in 16 bits.
  const version: NiftiVersion = source?.version ?? (Math.max(...size) > 0x7fff ? 2 : 1);
  const offset = usualVoxelOffset(version);
  const bytes = new Uint8Array(offset);
  const header: RawHeader = { version, littleEndian: true, bytes: bytes.subarray(0, headerBytes[version]) };
  writeNumbers(header, 'sizeof_hdr', [headerBytes[version]]);
  writeNumbers(header, 'magic', [...`n+${version}\0${version === 2 ? '\r\n\x1a\n' : ''}`].map((c) => c.charCodeAt(0)));
  writeNumbers(header, 'dim', [3, ...size, 1, 1, 1, 1]);
  writeNumbers(header, 'datatype', [type.datatype]);
  writeNumbers(header, 'bitpix', [bitsOf(type)]);
  writeNumbers(header, 'vox_offset', [offset]);
  writeNumbers(header, 'scl_slope', [1]);
  writeNumbers(header, 'intent_code', [labelIntent]);
  writeNumbers(header, 'pixdim', [1, 1, 1, 1, 1, 1, 1, 1]);
  if (source === null) place(header, image.geometry, image.trust);
  else placeLike(header, source);
  return bytes;
}

/** As `maskHeader`, of a map of numbers (float32) over the image: no labels. */
export function mapHeader(imageHeader: Uint8Array | null, image: { readonly geometry: VolumeGeometry; readonly trust: SpaceTrust }): Uint8Array {
  const bytes = maskHeader(imageHeader, image, maskTypeFor(0));
  const version: NiftiVersion = bytes.length === usualVoxelOffset(1) ? 1 : 2;
  const header: RawHeader = { version, littleEndian: true, bytes: bytes.subarray(0, headerBytes[version]) };
  writeNumbers(header, 'datatype', [float32]);
  writeNumbers(header, 'bitpix', [32]);
  writeNumbers(header, 'intent_code', [0]);
  return bytes;
}

function bitsOf(type: MaskType): number {
  return type.largest > 0xffff ? 32 : type.largest > 0xff ? 16 : 8;
}

function placeLike(mask: RawHeader, image: RawHeader): void {
  for (const field of placingFields) copyField(image, mask, field);
  copyField(image, mask, 'pixdim', 4);
  // Bits 0–2, the unit of space: a mask has no time.
  writeNumbers(mask, 'xyzt_units', [readNumber(image, 'xyzt_units') & 7]);
}

/**
 * From our own affine, for images that have no NIfTI header. Where the space is known: sform and, where
 * it can say the same, qform, both with code 1 (scanner). Where it is not (PNG): only the voxel size,
 * both codes 0, no unit, so that no program believes a left and right that nobody knows.
 */
function place(header: RawHeader, { size, affine }: VolumeGeometry, trust: SpaceTrust): void {
  const spacing = spacingMm(affine);
  const flipped = voxelVolumeMm3(affine) < 0;
  writeNumbers(header, 'pixdim', [flipped ? -1 : 1, ...spacing, 1, 1, 1, 1]);
  if (trust !== 'known') return;
  const row = (n: AxisIndex): number[] => {
    const sign = n === 2 ? 1 : -1;
    return [0, 1, 2, 3].map((column) => sign * (affine[n * 4 + column] as number));
  };
  writeNumbers(header, 'srow_x', row(0));
  writeNumbers(header, 'srow_y', row(1));
  writeNumbers(header, 'srow_z', row(2));
  writeNumbers(header, 'sform_code', [1]);
  writeNumbers(header, 'xyzt_units', [2]);
  if (!isOrthogonal(affine)) return;
  writeNumbers(header, 'quatern', quaternionOf(affine, spacing, flipped));
  writeNumbers(header, 'qoffset', [-affine[3], -affine[7], affine[11]]);
  // Three float32 numbers cannot tell every rotation: near a half turn the fourth, which readers compute,
  // is off by up to 3e-4, a third of a voxel at the far corner of 512. Such a qform is kept, its code 0.
  const shift = cornerShiftVoxels(size, sformAffine(header, 1), qformAffine(header, 1));
  if (shift <= sameLatticeToleranceVoxels) writeNumbers(header, 'qform_code', [1]);
}

/**
 * b, c, d of the unit quaternion with a ≥ 0, of the rotation that is left when spacing and, where
 * the axes are left-handed, the sign of k are taken away. Stable form after Shepperd (1978): start
 * from the largest of the four.
 */
function quaternionOf(affine: Affine, spacing: Vec3, flipped: boolean): readonly number[] {
  const column = (n: AxisIndex): Vec3 => {
    const [x, y, z] = axisStep(affine, n);
    const scale = (flipped && n === 2 ? -1 : 1) / spacing[n];
    return [-x * scale, -y * scale, z * scale];
  };
  const [xx, yx, zx] = column(0);
  const [xy, yy, zy] = column(1);
  const [xz, yz, zz] = column(2);
  const candidates = [
    [1 + xx + yy + zz, zy - yz, xz - zx, yx - xy],
    [zy - yz, 1 + xx - yy - zz, yx + xy, xz + zx],
    [xz - zx, yx + xy, 1 - xx + yy - zz, zy + yz],
    [yx - xy, xz + zx, zy + yz, 1 - xx - yy + zz],
  ] as const;
  const best = candidates.reduce((a, b) => (Math.hypot(...b) > Math.hypot(...a) ? b : a));
  const scale = (best[0] < 0 ? -1 : 1) / Math.hypot(...best);
  return best.slice(1).map((value) => value * scale);
}

/** Stored voxels of a mask: `values[index]` for each index, little-endian. */
export function encodeMaskVoxels(indices: Uint8Array, values: readonly number[], type: MaskType): Uint8Array {
  const lookup = Int32Array.from({ length: 256 }, (_, index) => values[index] ?? 0);
  const voxels = allocateMask(type, indices.length);
  for (let n = 0; n < indices.length; n++) voxels[n] = lookup[indices[n] as number] as number;
  return new Uint8Array(voxels.buffer);
}

function allocateMask(type: MaskType, count: number): Uint8Array | Int16Array | Uint16Array | Int32Array {
  switch (type.name) {
    case 'uint8': return new Uint8Array(count);
    case 'int16': return new Int16Array(count);
    case 'uint16': return new Uint16Array(count);
    case 'int32': return new Int32Array(count);
  }
}
