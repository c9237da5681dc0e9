/** The attributes that are read, by their keyword in DICOM PS3.6; what identifies a patient beyond the ID is not among them. */

type AttributeKind = 'text' | 'unsigned-short';

const attributes = {
  TransferSyntaxUID: [0x0002_0010, 'text'],
  SpecificCharacterSet: [0x0008_0005, 'text'],
  ImageType: [0x0008_0008, 'text'],
  SOPClassUID: [0x0008_0016, 'text'],
  SOPInstanceUID: [0x0008_0018, 'text'],
  Modality: [0x0008_0060, 'text'],
  Manufacturer: [0x0008_0070, 'text'],
  SeriesDescription: [0x0008_103e, 'text'],
  PatientID: [0x0010_0020, 'text'],
  SliceThickness: [0x0018_0050, 'text'],
  SpacingBetweenSlices: [0x0018_0088, 'text'],
  GantryDetectorTilt: [0x0018_1120, 'text'],
  StudyInstanceUID: [0x0020_000d, 'text'],
  SeriesInstanceUID: [0x0020_000e, 'text'],
  SeriesNumber: [0x0020_0011, 'text'],
  InstanceNumber: [0x0020_0013, 'text'],
  ImagePositionPatient: [0x0020_0032, 'text'],
  ImageOrientationPatient: [0x0020_0037, 'text'],
  SamplesPerPixel: [0x0028_0002, 'unsigned-short'],
  PhotometricInterpretation: [0x0028_0004, 'text'],
  NumberOfFrames: [0x0028_0008, 'text'],
  Rows: [0x0028_0010, 'unsigned-short'],
  Columns: [0x0028_0011, 'unsigned-short'],
  PixelSpacing: [0x0028_0030, 'text'],
  BitsAllocated: [0x0028_0100, 'unsigned-short'],
  BitsStored: [0x0028_0101, 'unsigned-short'],
  PixelRepresentation: [0x0028_0103, 'unsigned-short'],
  RescaleIntercept: [0x0028_1052, 'text'],
  RescaleSlope: [0x0028_1053, 'text'],
} as const satisfies Record<string, readonly [number, AttributeKind]>;

export type AttributeName = keyof typeof attributes;

const nameOfTag = new Map<number, AttributeName>(
  (Object.keys(attributes) as AttributeName[]).map((name) => [attributes[name][0], name]),
);

export function attributeOfTag(tag: number): AttributeName | undefined {
  return nameOfTag.get(tag);
}

export function isNumericAttribute(name: AttributeName): boolean {
  return attributes[name][1] === 'unsigned-short';
}
