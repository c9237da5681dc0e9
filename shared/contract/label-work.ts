/** What is done with labels as a whole: tables as files, merging, masks that are laid on a case. */
import { z } from 'zod';
import { caseId, editId, labelmapId } from './ids.ts';
import { sentence } from './procedure.ts';

const labelIndex = z.number().int().min(1).max(255);

export const mergeOptions = z.object({
  from: labelIndex,
  into: labelIndex,
  /** Of this case alone; without it of every case in the project, whoever drew. */
  caseId: caseId.optional(),
}).refine(({ from, into }) => from !== into, 'two different labels');
export type MergeOptions = z.infer<typeof mergeOptions>;

export const mergeReport = z.object({
  /** One edit for each labelmap that had the label; a revert of each takes the merge back. */
  edits: z.array(z.object({ labelmapId, edit: editId })),
});
export type MergeReport = z.infer<typeof mergeReport>;

export const tableFormat = z.enum(['itk-snap', 'slicer', 'slicer-csv', 'freesurfer']);
export type TableFormat = z.infer<typeof tableFormat>;

export const tableImportOptions = z.object({
  /** Absolute, or a grant. */
  path: z.string(),
  /** Else by the file's ending and content. */
  format: tableFormat.optional(),
  /** `existing`: labels that the project does not have are left out, for a file that names a thousand. */
  which: z.enum(['all', 'existing']).default('all'),
});
export type TableImportOptions = z.infer<typeof tableImportOptions>;

export const tableImportReport = z.object({
  format: tableFormat,
  added: z.array(z.object({ index: labelIndex, value: z.number(), name: z.string() })),
  changed: z.array(z.object({
    index: labelIndex,
    value: z.number(),
    name: z.string(),
    changes: z.array(z.enum(['name', 'colour', 'opacity', 'visible', 'visibleIn3d', 'code'])),
  })),
  /** Labels of the file that were as they are, and, with `existing`, how many were left out. */
  unchanged: z.number().int(),
  leftOut: z.number().int(),
});
export type TableImportReport = z.infer<typeof tableImportReport>;

export const exportedTable = z.object({
  /** A file's name with the ending that its program expects. */
  name: z.string(),
  text: z.string(),
  /** What the format cannot say, or its program not read. */
  notes: z.array(sentence),
});

export const maskImportOptions = z.object({
  caseId,
  /** A NIfTI or PNG mask: absolute, or a grant. */
  path: z.string(),
  /** Lays a mask of another lattice on the case's; without it such a mask is refused. */
  resample: z.enum(['nearest']).optional(),
  /** Which label a value of the file becomes; 0: none. Values that are not named here become the label of that value. */
  mapping: z.array(z.object({ value: z.number().int().positive(), index: z.number().int().min(0).max(255) })).default([]),
  /** `erase`: where the mask says nothing, nothing is left; `keep`: what is there stays. */
  background: z.enum(['keep', 'erase']).default('keep'),
  /** `empty`: only voxels that have no label yet; nothing is erased then. */
  over: z.enum(['everything', 'empty']).default('everything'),
});
export type MaskImportOptions = z.infer<typeof maskImportOptions>;

export const maskInspection = z.object({
  /** The values that occur, ascending, without 0, and how many voxels of the file have each. */
  values: z.array(z.object({ value: z.number().int().positive(), voxels: z.number().int().positive() })),
  /** Why the mask does not lie on the case's lattice; null where it does. */
  misfit: sentence.nullable(),
});
export type MaskInspection = z.infer<typeof maskInspection>;

export const maskImportReport = z.object({
  labelmapId,
  /** Null where the labels are so already. */
  edit: z.object({ id: editId, number: z.number().int() }).nullable(),
  changedVoxels: z.number().int(),
  changedSlices: z.number().int(),
  /** Voxels that stayed because their label, or the one that they would have become, is locked. */
  lockedVoxels: z.number().int(),
  added: z.array(z.object({ index: labelIndex, value: z.number(), name: z.string() })),
  notes: z.array(sentence),
});
export type MaskImportReport = z.infer<typeof maskImportReport>;
