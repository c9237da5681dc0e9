/** Pixels of DICOM slices through ITK's WebAssembly build, which brings the codecs of all usual transfer syntaxes. */
import { readImageDicomFileSeriesNode } from '@itk-wasm/dicom';
import { failure, UserFacingError } from '#shared/text/user-facing-error.ts';
import { narrowIntegers } from '#shared/voxels/narrow.ts';
import { allocateVoxels, type VoxelArray, type VoxelType } from '#shared/voxels/voxel-type.ts';
import type { DicomFile } from './dicom-header.ts';
import { dicomDamaged } from './dicom-sentences.ts';

export interface DicomPixels {
  readonly voxelType: VoxelType;
  /** All slices, in the given order. */
  readonly voxels: VoxelArray;
  readonly slope: number;
  readonly intercept: number;
}

/** Slices decoded at a time: the module's memory is bounded, whatever the series. */
const slicesAtATime = 64;

interface Scaling {
  readonly slope: number;
  readonly intercept: number;
}

function scalingOf({ dicom }: DicomFile): Scaling {
  return { slope: dicom.numbers('RescaleSlope')[0] || 1, intercept: dicom.numbers('RescaleIntercept')[0] ?? 0 };
}

/**
 * Decodes slices of one size. The library applies each file's rescale slope and intercept; they are
 * kept apart again where all slices share them and they are not whole, so that voxels stay small
 * integers. Where slices differ in them (PET, some MR), voxels are the real values as float32.
 * @throws UserFacingError `unsupported-file` naming the transfer syntax where a slice cannot be decoded
 */
export async function decodeSlices(slices: readonly DicomFile[], signal?: AbortSignal): Promise<DicomPixels> {
  const first = slices[0] as DicomFile;
  const { slope, intercept } = scalingOf(first);
  const shared = slices.every((slice) => scalingOf(slice).slope === slope && scalingOf(slice).intercept === intercept);
  const whole = Number.isInteger(slope) && Number.isInteger(intercept);
  const length = first.header.rows * first.header.columns;
  const target = allocateVoxels(shared ? 'int32' : 'float32', length * slices.length);
  let done = 0;
  while (done < slices.length) {
    signal?.throwIfAborted();
    const run = nextRun(slices, done);
    const real = await decodeRun(run);
    const stored = shared && !whole ? (value: number): number => Math.round((value - intercept) / slope) : null;
    const start = done * length;
    for (let n = 0; n < real.length; n++) target[start + n] = stored === null ? real[n] as number : stored(real[n] as number);
    done += run.length;
  }
  if (!shared) return { voxelType: 'float32', voxels: target, slope: 1, intercept: 0 };
  const { voxelType, voxels } = narrowIntegers(target as Int32Array);
  return whole ? { voxelType, voxels, slope: 1, intercept: 0 } : { voxelType, voxels, slope, intercept };
}

/** Slices with one scaling: the library chooses the type of a whole series by its first file's. */
function nextRun(slices: readonly DicomFile[], from: number): readonly DicomFile[] {
  const { slope, intercept } = scalingOf(slices[from] as DicomFile);
  let to = from;
  while (to < slices.length && to - from < slicesAtATime) {
    const scaling = scalingOf(slices[to] as DicomFile);
    if (scaling.slope !== slope || scaling.intercept !== intercept) break;
    to++;
  }
  return slices.slice(from, to);
}

async function decodeRun(run: readonly DicomFile[]): Promise<ArrayLike<number>> {
  const { file, dicom, header } = run[0] as DicomFile;
  const refuse = (cause: unknown): UserFacingError =>
    failure('unsupported-file', dicomDamaged, { file, syntax: dicom.transferSyntax }, cause);
  try {
    const { outputImage } = await readImageDicomFileSeriesNode({
      inputImages: run.map((slice) => slice.file),
      singleSortedSeries: true,
    });
    const data: unknown = outputImage.data;
    const expected = header.rows * header.columns * run.length;
    if (!ArrayBuffer.isView(data) || data instanceof DataView || data.byteLength === 0) throw refuse(new Error('no pixels'));
    const pixels = data as VoxelArray;
    if (pixels.length !== expected) throw refuse(new Error(`${pixels.length} pixels where ${expected} were expected`));
    return pixels;
  } catch (error) {
    if (error instanceof UserFacingError) throw error;
    throw refuse(error);
  }
}
