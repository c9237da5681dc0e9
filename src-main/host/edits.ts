/** Edits of labels as the host makes them: stored, and told to whoever follows. */
import { ORPCError, ValidationError } from '@orpc/server';
import { edit, type EditToCommit } from '#shared/contract/labels.ts';
import type { EditAnswer } from '#shared/contract/edit-channel.ts';
import type { EditRecord, ProjectStore } from '../store/project-store.ts';
import { commitStroke } from '../use-cases/annotate.ts';
import { actFor } from './acting.ts';
import type { HostParts } from './calls/host-parts.ts';
import { keepBlind } from './keep-blind.ts';
import { plainError } from './plain-error.ts';

export interface Edits {
  /** Tells of an edit, of slices that it re-opened, and of labels that came back with it. */
  tell<Edit extends EditRecord | null>(labelmapId: string, make: (store: ProjectStore) => Edit): Edit;
  commit(input: EditToCommit, person: string): EditRecord;
  /** `commit` as it is said over a window's WebSocket. @throws where it cannot be told what the answer is to */
  readonly answer: (text: string, person: () => string) => string;
}

/** What an edit may change beside voxels, as it is after an event of the log. */
interface Beside {
  readonly head: string | null;
  readonly labelmapId: string;
  readonly settled: number;
  readonly labels: number;
}

export function createEdits({ session, changes, log }: Pick<HostParts, 'session' | 'changes' | 'log'>): Edits {
  let newest: Beside | null = null;
  /** Counted once between two events of the log: for a stroke it takes as long as storing it, and what was after one is before the next. */
  const besideOf = ({ reviews, labels, events }: ProjectStore, labelmapId: string): Beside => {
    const head = events.head();
    if (newest === null || newest.head !== head || newest.labelmapId !== labelmapId) {
      newest = { head, labelmapId, settled: reviews.settled(labelmapId), labels: labels.table().length };
    }
    return newest;
  };
  /** @param then has what it is given done, now or later */
  const watched = <Edit extends EditRecord | null>(labelmapId: string, make: (store: ProjectStore) => Edit, then: (telling: () => void) => void): Edit => {
    const store = session.required();
    const before = besideOf(store, labelmapId);
    const made = make(store);
    then(() => {
      // Whoever has closed the project since wants to hear nothing of it.
      if (session.held() !== store) return;
      if (made !== null) changes.publish({ kind: 'labels', labelmapId, edit: made.number });
      const after = besideOf(store, labelmapId);
      if (after.settled !== before.settled) changes.publish({ kind: 'reviews', labelmapId });
      if (after.labels !== before.labels) changes.publish({ kind: 'label-table' });
    });
    return made;
  };
  const afterTheAnswer = (telling: () => void): void => void setImmediate(() => {
    try {
      telling();
    } catch (error) {
      log.write('telling of an edit', session.explain(error));
    }
  });
  const commitOf = (input: EditToCommit, person: string) => (store: ProjectStore): EditRecord => {
    const tiles = input.tiles.map((tile) => ({ ...tile, runs: Buffer.from(tile.runs, 'base64') }));
    return commitStroke(store, { ...input, tiles }, person);
  };
  const tell: Edits['tell'] = (labelmapId, make) => watched(labelmapId, make, (telling) => telling());
  return {
    tell,
    commit: (input, person) => tell(input.labelmapId, commitOf(input, person)),
    answer(text, person) {
      const sent = JSON.parse(text) as Pick<EditToCommit, 'id'>;
      let answer: EditAnswer;
      try {
        const { success, data, error } = edit.safeParse(sent);
        // As a call says it.
        if (!success) throw new ORPCError('BAD_REQUEST', { cause: new ValidationError({ message: error.message, issues: error.issues, data: sent }) });
        const who = person();
        keepBlind(session.held(), who, 'labels.commit', { labelmapId: data.labelmapId });
        answer = { id: data.id, number: actFor(who, () => watched(data.labelmapId, commitOf(data, who), afterTheAnswer)).number };
      } catch (error) {
        const { code, sentence } = plainError(session.explain(error), log);
        answer = { id: sent.id, code, sentence };
      }
      return JSON.stringify(answer);
    },
  };
}
