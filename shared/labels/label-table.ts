/**
 * The labels of a project. A labelmap stores an index 0–255 (0 = background, never in the table);
 * the table maps it to the value in files, a name, a colour and a code, so that values up to 2³¹
 * survive and a rename never touches a voxel.
 */
export interface LabelEntry {
  /** 1–255, never used twice, never renumbered. */
  readonly index: number;
  /** The value in files, 1 … 2³¹ − 1. */
  readonly value: number;
  readonly name: string;
  /** `#rrggbb` */
  readonly colour: string;
  /** Code of a terminology, e.g. `SCT:10200004`, where known. */
  readonly code: string | null;
  readonly locked: boolean;
}
export type LabelTable = readonly LabelEntry[];
