/** Edits of labels as the host makes them: stored, and told to whoever follows. */
import { ORPCError, ValidationError } from '@orpc/server';
import { edit, type EditToCommit } from '#shared/contract/labels.ts';
import type { EditAnswer } from '#shared/contract/edit-channel.ts';
import type { EditRecord, ProjectStore } from '../store/project-store.ts';
import { commitStroke } from '../use-cases/annotate.ts';
import type { HostParts } from './calls/host-parts.ts';
import { plainError } from './plain-error.ts';

export interface Edits {
  /** Tells of an edit, of slices that it re-opened, and of labels that came back with it. */
  tell<Edit extends EditRecord | null>(labelmapId: string, make: (store: ProjectStore) => Edit): Edit;
  commit(input: EditToCommit): EditRecord;
  /** `commit` as it is said over a window's WebSocket. @throws where it cannot be told what the answer is to */
  readonly answer: (text: string) => string;
}

export function createEdits({ session, changes, annotator, log }: Pick<HostParts, 'session' | 'changes' | 'annotator' | 'log'>): Edits {
  const tell: Edits['tell'] = (labelmapId, make) => {
    const store = session.required();
    const { reviews, labels } = store;
    const [completeBefore, labelsBefore] = [reviews.completeSlices(labelmapId).length, labels.table().length];
    const made = make(store);
    if (made !== null) changes.publish({ kind: 'labels', labelmapId, edit: made.number });
    if (completeBefore > 0 && reviews.completeSlices(labelmapId).length !== completeBefore) changes.publish({ kind: 'reviews', labelmapId });
    if (labels.table().length !== labelsBefore) changes.publish({ kind: 'label-table' });
    return made;
  };
  const commit: Edits['commit'] = (input) => tell(input.labelmapId, (store) => {
    const tiles = input.tiles.map((tile) => ({ ...tile, runs: Buffer.from(tile.runs, 'base64') }));
    return commitStroke(store, { ...input, tiles }, annotator);
  });
  return {
    tell,
    commit,
    answer(text) {
      const sent = JSON.parse(text) as Pick<EditToCommit, 'id'>;
      let answer: EditAnswer;
      try {
        const { success, data, error } = edit.safeParse(sent);
        // As a call says it.
        if (!success) throw new ORPCError('BAD_REQUEST', { cause: new ValidationError({ message: error.message, issues: error.issues, data: sent }) });
        answer = { id: data.id, number: commit(data).number };
      } catch (error) {
        const { code, sentence } = plainError(session.explain(error), log);
        answer = { id: sent.id, code, sentence };
      }
      return JSON.stringify(answer);
    },
  };
}
