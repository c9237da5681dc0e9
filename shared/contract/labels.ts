import { z } from 'zod';
import { caseId, editId, labelmapId } from './ids.ts';
import { startedJob } from './jobs.ts';
import {
  exportedTable, maskImportOptions, maskInspection, mergeOptions, tableFormat, tableImportOptions, tableImportReport,
} from './label-work.ts';
import { call } from './procedure.ts';

/** How a label is shown; kept with the project, since label files carry it and everybody is to see the same. */
const look = {
  /** Times the opacity that the person chose for all labels. */
  opacity: z.number().min(0).max(1),
  visible: z.boolean(),
  visibleIn3d: z.boolean(),
};

export const labelEntry = z.object({
  index: z.number().int().min(1).max(255),
  value: z.number().int().min(1).max(2 ** 31 - 1),
  name: z.string().min(1),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  code: z.string().nullable(),
  locked: z.boolean(),
  opacity: look.opacity.default(1),
  visible: look.visible.default(true),
  visibleIn3d: look.visibleIn3d.default(true),
});
const labelIndex = labelEntry.shape.index;

/** The model that an edit was painted from: what it was called then, and the edit that wrote the prediction; null where it predicted nothing. */
export const modelHelp = z.object({ model: z.string(), name: z.string(), prediction: editId.nullable() });
export type ModelHelp = z.infer<typeof modelHelp>;

const tileAddress = { k: z.number().int().nonnegative(), tile: z.number().int().nonnegative() };

export const edit = z.object({
  /** Made by the client; later strokes may name it as `expected` before it is acknowledged. */
  id: editId,
  labelmapId,
  tool: z.string().min(1),
  /** Of what was painted from a prediction. @throws `not-found` where the project has no such model, or it no such prediction of this case */
  helped: modelHelp.omit({ name: true }).optional(),
  tiles: z.array(z.object({
    ...tileAddress,
    expected: editId.nullable(),
    /** Run-length coded tile, base64: a stroke is a few hundred bytes, so that one JSON value is cheaper than a second request. */
    runs: z.base64(),
  })).min(1),
});

export type EditToCommit = z.infer<typeof edit>;

export const editAcknowledged = z.object({ id: editId, number: z.number().int() });

/** An edit as the history panel shows it. */
export const historyLine = z.object({
  id: editId,
  number: z.number().int(),
  annotator: z.string(),
  tool: z.string(),
  reverts: editId.nullable(),
  /** The edit whose state this one brought back. */
  restores: editId.nullable(),
  helped: modelHelp.nullable(),
  madeAt: z.string(),
  /**
   * What a revert is about: the edit where the chain of reverts begins, and whether it is in effect again with this one.
   * Of a restore the edit whose state it brought back.
   */
  about: z.object({ tool: z.string(), madeAt: z.string(), again: z.boolean() }).nullable(),
  /** By a later edit that was not taken back itself. */
  takenBack: z.boolean(),
  voxels: z.number().int(),
  /** Slices along the case's slice axis that it changed, and the first and the last of them. */
  slices: z.number().int(),
  firstSlice: z.number().int().nullable(),
  lastSlice: z.number().int().nullable(),
});
export type HistoryLine = z.infer<typeof historyLine>;

const change = labelEntry.pick({ name: true, colour: true, code: true, locked: true }).extend(look).partial();

export const openedLabels = z.object({
  labelmapId,
  heads: z.array(z.object({ ...tileAddress, edit: editId })),
  completeSlices: z.array(z.number().int()),
});

export const labelsContract = {
  /** In the person's order. */
  table: call.output(z.array(labelEntry)),
  /** Labels that were removed; states before that may show their indices. */
  removed: call.output(z.array(labelEntry)),
  add: call.input(labelEntry.omit({ index: true })).output(labelEntry),
  change: call.input(change.extend({ index: labelIndex })).output(z.array(labelEntry)),
  /** Each label once. @throws `conflict` where the table has changed */
  order: call.input(z.object({ indices: z.array(labelIndex) })).output(z.array(labelEntry)),
  /** @throws `conflict` where a voxel of any labelmap has one of them; all stay then */
  remove: call.input(z.object({ indices: z.array(labelIndex).min(1) })).output(z.array(labelEntry)),
  /** All voxels of one label become another, in one case or in the whole project: one edit for each labelmap. Job; its result is a `mergeReport`. */
  merge: call.input(mergeOptions).output(startedJob),
  /** Reads a label file of ITK-SNAP, 3D Slicer or FreeSurfer into the table: labels are known by their values. */
  importTable: call.input(tableImportOptions).output(tableImportReport),
  /** The table as the text of such a file. */
  exportTable: call.input(z.object({ format: tableFormat })).output(exportedTable),
  /** What a mask file holds, before it is laid on a case. */
  inspectMask: call.input(maskImportOptions.pick({ caseId: true, path: true })).output(maskInspection),
  /** Lays a mask file on a case's labelmap, as one edit. Job; its result is a `maskImportReport`. */
  importMask: call.input(maskImportOptions).output(startedJob),
  /** The person's own labelmap of a case, made at the first call. Its voxels: `GET /labelmaps/{id}/voxels`; `?at=<edit>` as they were right after it. */
  open: call.input(z.object({ caseId })).output(openedLabels),
  /** The newest edit of each tile of anybody's labelmap, for whoever looks at it and follows what is drawn. */
  heads: call.input(z.object({ labelmapId })).output(z.array(z.object({ ...tileAddress, edit: editId }))),
  /** Durable when it answers. `conflict` where a tile has moved on; nothing is written then. */
  commit: call.input(edit).output(editAcknowledged),
  /** `id` as of a commit: made by the client, so that later strokes may name it and a lost answer can be asked for again. */
  revert: call
    .input(z.object({
      labelmapId, edit: editId, id: editId.optional(),
      /** The newest edits of tiles, where the client has taken the edit back by itself: `conflict` where one has moved on. */
      expected: z.array(z.object({ ...tileAddress, edit: editId.nullable() })).optional(),
    }))
    .output(editAcknowledged),
  /**
   * Brings slices (along the case's slice axis) back to what they were right after an edit, as one new edit; null where they
   * are so. `id` as of a revert.
   */
  restore: call
    .input(z.object({
      labelmapId, edit: editId, slices: z.union([z.literal('all'), z.array(z.number().int().nonnegative()).min(1)]), id: editId.optional(),
    }))
    .output(editAcknowledged.nullable()),
  /** All of it, oldest first: from what a window builds what it can undo. */
  history: call.input(z.object({ labelmapId })).output(z.array(
    historyLine.pick({ id: true, number: true, annotator: true, tool: true, reverts: true, madeAt: true }),
  )),
  /**
   * Newest first; `before` is the smallest number that was told. With `slice` only edits that changed a voxel of that slice,
   * along the case's slice axis; `total` counts all edits nevertheless.
   */
  historyPage: call
    .input(z.object({
      labelmapId, before: z.number().int().positive().optional(), limit: z.number().int().min(1).max(500).default(100),
      slice: z.number().int().nonnegative().optional(),
    }))
    .output(z.object({ edits: z.array(historyLine), total: z.number().int() })),
  /** Marks slices of the case's slice axis; `all` for the whole case. Empty slices count as an answer. */
  mark: call
    .input(z.object({
      labelmapId,
      slices: z.union([z.literal('all'), z.array(z.number().int().nonnegative())]),
      state: z.enum(['complete', 'incomplete']),
    }))
    .output(z.object({ completeSlices: z.array(z.number().int()) })),
};
