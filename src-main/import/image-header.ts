import { describeHeader, recogniseHeader } from '#shared/formats/nifti/nifti.ts';
import type { DecodedImage } from './decoded-image.ts';
import { readDicomHeader } from './dicom-header.ts';
import { readBytes } from './file-bytes.ts';

/** An image's header by the names of its format's standard, for `inspect`; of a series, its first slice's. */
export async function headerRecord(image: DecodedImage): Promise<Readonly<Record<string, unknown>>> {
  const [file] = image.files as [string];
  switch (image.format) {
    case 'nifti': {
      const raw = image.header === null ? null : recogniseHeader(image.header);
      return raw === null ? {} : describeHeader(raw);
    }
    case 'dicom':
      return (await readDicomHeader(file))?.dicom.describe() ?? {};
    case 'png': {
      // IHDR always comes first: width, height, bit depth, colour type, …, interlace (PNG specification, 11.2.1).
      const bytes = await readBytes(file, 0, 33);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      return {
        width: view.getUint32(16), height: view.getUint32(20), bitDepth: view.getUint8(24),
        colourType: view.getUint8(25), interlace: view.getUint8(28),
      };
    }
  }
}
