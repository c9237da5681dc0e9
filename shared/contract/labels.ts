import { z } from 'zod';
import { caseId, editId, labelmapId } from './ids.ts';
import { call } from './procedure.ts';

export const labelEntry = z.object({
  index: z.number().int().min(1).max(255),
  value: z.number().int().min(1).max(2 ** 31 - 1),
  name: z.string().min(1),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  code: z.string().nullable(),
  locked: z.boolean(),
});

const tileAddress = { k: z.number().int().nonnegative(), tile: z.number().int().nonnegative() };

export const edit = z.object({
  /** Made by the client; later strokes may name it as `expected` before it is acknowledged. */
  id: editId,
  labelmapId,
  tool: z.string().min(1),
  tiles: z.array(z.object({
    ...tileAddress,
    expected: editId.nullable(),
    /** Run-length coded tile, base64: a stroke is a few hundred bytes, so that one JSON value is cheaper than a second request. */
    runs: z.base64(),
  })).min(1),
});

export type EditToCommit = z.infer<typeof edit>;

export const editAcknowledged = z.object({ id: editId, number: z.number().int() });

export const labelsContract = {
  table: call.output(z.array(labelEntry)),
  add: call.input(labelEntry.omit({ index: true })).output(labelEntry),
  change: call
    .input(labelEntry.pick({ index: true }).extend(labelEntry.pick({ name: true, colour: true, code: true, locked: true }).partial().shape))
    .output(z.array(labelEntry)),
  /** The person's own labelmap of a case, made at the first call. Its voxels: `GET /labelmaps/{id}/voxels`. */
  open: call.input(z.object({ caseId })).output(z.object({
    labelmapId,
    heads: z.array(z.object({ ...tileAddress, edit: editId })),
    completeSlices: z.array(z.number().int()),
  })),
  /** Durable when it answers. `conflict` where a tile has moved on; nothing is written then. */
  commit: call.input(edit).output(editAcknowledged),
  /** `id` as of a commit: made by the client, so that later strokes may name it and a lost answer can be asked for again. */
  revert: call.input(z.object({ labelmapId, edit: editId, id: editId.optional() })).output(editAcknowledged),
  history: call.input(z.object({ labelmapId })).output(z.array(z.object({
    id: editId, number: z.number(), annotator: z.string(), tool: z.string(), reverts: editId.nullable(), madeAt: z.string(),
  }))),
  /** Marks slices of the case's slice axis; `all` for the whole case. Empty slices count as an answer. */
  mark: call
    .input(z.object({
      labelmapId,
      slices: z.union([z.literal('all'), z.array(z.number().int().nonnegative())]),
      state: z.enum(['complete', 'incomplete']),
    }))
    .output(z.object({ completeSlices: z.array(z.number().int()) })),
};
