/**
 * NIfTI-1 and -2, bytes to values and labels back to bytes. Knows no file system, no gzip and no
 * project; reads headers itself, because readers merge sform and qform into one affine and lose the
 * raw header, and a mask in exactly its image's space can only be written from that.
 */
export { describeHeader, headerBytes, type RawHeader, readNumber, readNumbers, readText } from './fields.ts';
export { longestHeaderBytes, type NiftiHeader, parseHeader, recogniseHeader } from './header.ts';
export { encodeMaskVoxels, mapHeader, maskHeader } from './mask.ts';
export { type Placement, type PlacementOptions, placeVolume } from './placement.ts';
export { type MaskType, maskTypeFor } from './stored-type.ts';
export { type DecodedVoxels, decodeVoxels } from './voxels.ts';
