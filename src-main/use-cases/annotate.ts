/** A person's work on labels: open, commit a stroke, take it back, mark slices. Durable when each returns. */
import type { TileAddress } from '#shared/labels/tile.ts';
import type { NamedHelp } from '../store/model-help.ts';
import type { EditRecord, ExpectedHead, LabelmapRecord, ProjectStore, TileHead } from '../store/project-store.ts';
import type { SliceMark } from '../store/slice-work.ts';
import { requireNotBroughtBack, requireNotTakenOver } from './painted-by-hand.ts';

export interface OpenLabelmap {
  readonly labelmapId: string;
  readonly heads: readonly TileHead[];
  readonly completeSlices: readonly number[];
}

export function openLabelmap(store: ProjectStore, caseId: string, annotator: string): OpenLabelmap {
  const { id } = store.labelmaps.forAnnotator(store.cases.get(caseId).id, annotator);
  return { labelmapId: id, heads: store.labelmaps.heads(id), completeSlices: store.reviews.completeSlices(id) };
}

export interface Stroke {
  readonly id: string;
  readonly labelmapId: string;
  readonly tool: string;
  readonly helped?: NamedHelp | undefined;
  readonly tiles: readonly (TileAddress & { readonly expected: string | null; readonly runs: Uint8Array })[];
}

/** @throws UserFacingError `conflict` where a tile has moved on, or a prediction is accepted on a case of the test set; nothing is written then */
export function commitStroke(store: ProjectStore, stroke: Stroke, annotator: string): EditRecord {
  requireNotTakenOver(store, stroke.labelmapId, stroke.tool, stroke.helped !== undefined);
  return store.labelmaps.commit({ ...stroke, annotator, reverts: null });
}

/**
 * @param id of the edit that takes the other back, where the client has made one; the same call again writes nothing more
 * @param expected the newest edits of tiles, where the client has taken it back by itself
 * @throws UserFacingError `conflict` where one of those tiles has moved on, or an accepted prediction would come back on a case of the
 *   test set; nothing is written then
 */
export function revertEdit(
  store: ProjectStore, labelmapId: string, editId: string, annotator: string, id?: string, expected?: readonly ExpectedHead[],
): EditRecord {
  requireNotBroughtBack(store, labelmapId, { reverts: store.labelmaps.editNumber(labelmapId, editId) });
  return store.labelmaps.revert(labelmapId, editId, annotator, id, expected);
}

/** @throws UserFacingError as `restore` of the store; `conflict` as `revertEdit` */
export function restoreSlices(
  store: ProjectStore, labelmapId: string, editId: string, slices: 'all' | readonly number[], annotator: string, id?: string,
): EditRecord | null {
  requireNotBroughtBack(store, labelmapId, { restores: store.labelmaps.editNumber(labelmapId, editId) }, slices === 'all' ? null : slices);
  return store.labelmaps.restore(labelmapId, editId, slices, annotator, id);
}

export function markSlices(
  store: ProjectStore,
  labelmapId: string,
  slices: 'all' | readonly number[],
  state: SliceMark,
  annotator: string,
): readonly number[] {
  const labelmap = store.labelmaps.get(labelmapId);
  const which = slices === 'all' ? allSlices(store, labelmap) : slices;
  store.reviews.mark(labelmapId, which, state, annotator);
  return store.reviews.completeSlices(labelmapId);
}

/** Of what readers came to together, those that they have all read. */
function allSlices(store: ProjectStore, labelmap: LabelmapRecord): readonly number[] {
  if (labelmap.owner.kind === 'consensus') return store.consensus.ofCase(labelmap.caseId)?.slices ?? [];
  return Array.from({ length: sliceCount(store, labelmap) }, (_, index) => index);
}

function sliceCount(store: ProjectStore, labelmap: LabelmapRecord): number {
  const record = store.cases.get(labelmap.caseId);
  const grid = record.images.find(({ image }) => image.id === labelmap.imageId) ?? record.images[0];
  return grid === undefined ? 0 : grid.image.geometry.size[record.sliceAxis];
}
