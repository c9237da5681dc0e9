/**
 * What a training reads: an immutable list of content-addressed files, written by the host when the
 * training starts. The engine knows no database; this manifest and the files are all that it sees.
 */
import type { AxisIndex, SpaceTrust, VolumeGeometry } from '../geometry/volume-geometry.ts';
import type { LabelEntry } from '../labels/label-table.ts';
import type { Modality } from '../voxels/image-volume.ts';
import type { VoxelType } from '../voxels/voxel-type.ts';

/** A volume on disk: raw little-endian voxels, i fastest, nothing before or after them. */
export interface VolumeFile {
  /** Path relative to the project's folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly voxelType: VoxelType;
  readonly geometry: VolumeGeometry;
  readonly trust: SpaceTrust;
  readonly slope: number;
  readonly intercept: number;
  readonly modality: Modality;
}

/** An image of a case beside the one that its labels lie on; on a grid of its own. */
export interface FurtherImage extends VolumeFile {
  /** As the case names it: `t2`. */
  readonly role: string;
}

export interface SnapshotCase {
  readonly caseId: string;
  readonly name: string;
  readonly patient: string;
  readonly image: VolumeFile;
  /** What the case calls that image; left out where there is no other. */
  readonly imageRole?: string;
  /** Left out where there are none. */
  readonly furtherImages?: readonly FurtherImage[];
  /** uint8 label indices on the image's own grid. */
  readonly labelmap: { readonly path: string; readonly sha256: string };
  /** The axis (0–2 of the image's own grid) that the reviewed slices are stacked along. */
  readonly sliceAxis: AxisIndex;
  /** Ascending indices along `sliceAxis`. Voxels of other slices teach nothing. */
  readonly completeSlices: readonly number[];
  /** `test`: of the project's test set; judges the finished model once, and nothing before that may depend on it. */
  readonly role: 'train' | 'validation' | 'test';
  /** Of the test set: from whose labels each slice was taken, in the project's own ids. Left out by earlier programs, and of cases that teach. */
  readonly takenFrom?: readonly { readonly labelmapId: string; readonly slices: readonly number[] }[];
  /** In the snapshot of a cross-validation: the training, counted from 0, that it judges; it teaches in all others. */
  readonly fold?: number;
}

export interface SnapshotManifest {
  readonly version: 1;
  readonly project: string;
  readonly createdAt: string;
  /** Everything up to and including this edit of the project's log. */
  readonly upToEdit: number;
  readonly labels: readonly LabelEntry[];
  /** A case of which one slab judges and the rest teaches is there twice, once in each role. */
  readonly cases: readonly SnapshotCase[];
}
