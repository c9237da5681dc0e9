import { constants, inflateRawSync } from 'node:zlib';
import { type DicomHeader, parseDicomHeader, type SliceHeader, unitDirections } from '#shared/formats/dicom/dicom.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { UserFacingError } from '#shared/text/user-facing-error.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { dicomColour, dicomCutShort, dicomMultiFrame, dicomNoPixels, dicomSegmentation } from './dicom-sentences.ts';
import { readBytes } from './file-bytes.ts';

/** Headers end before this almost always; where one does not, the whole file is read. */
const usualHeaderBytes = 1 << 16;

export interface DicomFile {
  readonly file: string;
  readonly dicom: DicomHeader;
  readonly header: SliceHeader;
}

/** The header of a DICOM file; null where it is none. @throws UserFacingError where it cannot be read */
export async function readDicomHeader(file: string, signal?: AbortSignal): Promise<DicomFile | null> {
  const beginning = parseDicomHeader(await readBytes(file, 0, usualHeaderBytes, signal), inflate);
  if (beginning === null) return null;
  const dicom = beginning.pixels !== null ? beginning : parseDicomHeader(await readBytes(file, 0, Infinity, signal), inflate);
  return dicom === null ? null : { file, dicom, header: sliceHeader(dicom) };
}

/** As far as the stream is there: a header is wanted, not its file's last byte. */
function inflate(packed: Uint8Array): Uint8Array {
  return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
}

function sliceHeader(dicom: DicomHeader): SliceHeader {
  const vector = (values: readonly number[], from: number): Vec3 => values.slice(from, from + 3) as unknown as Vec3;
  const position = dicom.numbers('ImagePositionPatient');
  const orientation = dicom.numbers('ImageOrientationPatient');
  const spacing = dicom.numbers('PixelSpacing');
  const positive = (values: readonly number[]): number | null => (values[0] !== undefined && values[0] > 0 ? values[0] : null);
  return {
    rows: dicom.numbers('Rows')[0] ?? 0,
    columns: dicom.numbers('Columns')[0] ?? 0,
    seriesUid: dicom.text('SeriesInstanceUID'),
    instanceNumber: dicom.numbers('InstanceNumber')[0] ?? 0,
    position: position.length === 3 ? vector(position, 0) : null,
    directions: orientation.length === 6 ? unitDirections(vector(orientation, 0), vector(orientation, 3)) : null,
    pixelSpacingMm: spacing.length === 2 && spacing.every((mm) => mm > 0) ? [spacing[0] as number, spacing[1] as number] : null,
    thicknessMm: positive(dicom.numbers('SpacingBetweenSlices')) ?? positive(dicom.numbers('SliceThickness')),
  };
}

const segmentationClasses = new Set(['1.2.840.10008.5.1.4.1.1.66.4', '1.2.840.10008.5.1.4.1.1.66.7']);

/** Why a DICOM object is no slice of a gray image; null where it is one. */
export function whyNoSlice({ file, dicom, header }: DicomFile): UserFacingError | null {
  if (segmentationClasses.has(dicom.text('SOPClassUID'))) return failure('unsupported-file', dicomSegmentation, { file });
  if (dicom.pixels === null || header.rows === 0 || header.columns === 0) return failure('unsupported-file', dicomNoPixels, { file });
  const frames = dicom.numbers('NumberOfFrames')[0] ?? 1;
  if (frames > 1) return failure('unsupported-file', dicomMultiFrame, { file, frames });
  const kind = dicom.text('PhotometricInterpretation');
  if ((dicom.numbers('SamplesPerPixel')[0] ?? 1) > 1 || kind.startsWith('PALETTE')) {
    return failure('unsupported-file', dicomColour, { file, kind });
  }
  return null;
}

/**
 * The decoder takes missing pixels for zeros, and a picture that is black from the middle on would be
 * trained on: so the length is checked before it is asked.
 * @throws UserFacingError `corrupt` where the file ends before its pixels do
 */
export async function checkPixelsAreWhole({ file, dicom, header }: DicomFile, signal?: AbortSignal): Promise<void> {
  const pixels = parseDicomHeader(await readBytes(file, 0, Infinity, signal), inflate)?.pixels;
  const bytesPerPixel = Math.ceil((dicom.numbers('BitsAllocated')[0] ?? 8) / 8);
  const inFragments = pixels?.length === -1;
  const enough = inFragments || (pixels?.length ?? 0) >= header.rows * header.columns * bytesPerPixel;
  if (pixels?.whole !== true || !enough) throw failure('corrupt', dicomCutShort, { file });
}

/** The patient's ID in the file's character set; null where empty. */
export function patientIdOf(dicom: DicomHeader): string | null {
  const bytes = dicom.bytes('PatientID');
  if (bytes === null) return null;
  const characterSet = dicom.text('SpecificCharacterSet').split('\\')[0] ?? '';
  const encoding = characterSet === 'ISO_IR 192' ? 'utf-8' : /^(GB18030|GBK)$/.test(characterSet) ? 'gb18030' : 'latin1';
  return new TextDecoder(encoding).decode(bytes).replace(/[\0 ]+$/, '').trim() || null;
}
