/** What readers of a case came to together: how each was made, and whether somebody has worked on it since. Each row is one making. */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import { consensusAuthor } from '#shared/text/person-name.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Annotators } from './annotators.ts';
import type { EventLog } from './events.ts';
import type { Labelmaps, LabelmapRow } from './labelmaps.ts';
import type { ProjectStore } from './project-store.ts';
import { inTransaction, type Session } from './session.ts';
import { caseMissing, consensusEdited } from './store-sentences.ts';

export type ConsensusMethod = 'majority' | 'staple';

/** What a consensus was made of. */
export interface ConsensusFacts {
  readonly readers: readonly {
    readonly labelmapId: string;
    readonly annotator: string;
    /** Their newest edit by then; null where they had drawn nothing. */
    readonly edit: string | null;
  }[];
  readonly axis: AxisIndex;
  /** Ascending: those that all of them had completed. Everywhere else it is empty. */
  readonly slices: readonly number[];
  /** Voxels that no label won; they are background. */
  readonly undecided: number;
  /** Of STAPLE: its choices, and what it came to. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface NewConsensus extends ConsensusFacts {
  readonly method: ConsensusMethod;
  /** Label indices on the grid of the case's first image, i fastest. */
  readonly voxels: Uint8Array;
}

export interface ConsensusRecord extends ConsensusFacts {
  readonly labelmapId: string;
  readonly caseId: string;
  readonly method: ConsensusMethod;
  readonly author: string;
  readonly at: string;
  /** Since it was made a voxel was changed, or a slice completed. */
  readonly edited: boolean;
}

export interface ConsensusStore {
  /** The newest of a case; null where none was made. */
  ofCase(caseId: string): ConsensusRecord | null;
  /**
   * Writes it as one edit into the case's consensus.
   * @param replace also one that was edited; its history stays
   * @throws UserFacingError `conflict` for one that was edited, unless it is to be replaced
   */
  make(caseId: string, consensus: NewConsensus, by: string, replace: boolean): ConsensusRecord;
}

interface Row {
  readonly labelmapId: string;
  readonly caseId: string;
  readonly method: ConsensusMethod;
  readonly facts: string;
  readonly author: string;
  readonly at: string;
  readonly edited: number;
}

/** Slices of a consensus that somebody can complete: those that it was made of. Null where it is none. */
export type SlicesOfConsensus = (map: LabelmapRow) => readonly number[] | null;

/** Which slices may be marked is asked before the consensus itself can be made. */
export function createSlicesOfConsensus({ database }: Session): SlicesOfConsensus {
  const newest = database.prepare<[number], string>('SELECT facts FROM consensus WHERE labelmap = ? ORDER BY number DESC LIMIT 1').pluck();
  return ({ key, isConsensus }) => {
    if (isConsensus === 0) return null;
    const facts = newest.get(key);
    return facts === undefined ? [] : (JSON.parse(facts) as ConsensusFacts).slices;
  };
}

interface Parts {
  readonly events: EventLog;
  readonly annotators: Annotators;
  readonly labelmaps: Labelmaps;
  readonly cases: Pick<ProjectStore['cases'], 'get'>;
  readonly edits: Pick<ProjectStore['labelmaps'], 'replace'>;
}

export function createConsensus(session: Session, { events, annotators, labelmaps, cases, edits }: Parts): ConsensusStore {
  const { database } = session;
  // Edits of the label table are about everybody's labels, and no change of what they say.
  const newest = database.prepare<[string], Row>(
    `SELECT labelmap.uuid AS labelmapId, "case".uuid AS caseId, method, facts, annotator.name AS author, at,
       EXISTS (SELECT 1 FROM edit WHERE edit.labelmap = labelmap.id AND edit.number > consensus.number AND edit.tool <> 'merge-labels')
       OR EXISTS (SELECT 1 FROM slice_state WHERE slice_state.reading = labelmap.reading AND slice_state.state <> 'incomplete') AS edited
     FROM consensus JOIN labelmap ON labelmap.id = consensus.labelmap JOIN "case" ON "case".id = labelmap."case"
     JOIN annotator ON annotator.id = consensus.annotator
     WHERE "case".uuid = ? AND "case".removed_at IS NULL ORDER BY consensus.number DESC LIMIT 1`,
  );
  const insert = database.prepare(
    'INSERT INTO consensus (number, labelmap, edit, method, facts, annotator, at) VALUES (:number, :labelmap, :edit, :method, :facts, :annotator, :at)',
  );
  const ofCase = (caseId: string): ConsensusRecord | null => {
    const row = newest.get(caseId);
    if (row === undefined) return null;
    const { facts, edited, ...said } = row;
    return { ...(JSON.parse(facts) as ConsensusFacts), ...said, edited: edited !== 0 };
  };
  return {
    ofCase,
    make: (caseId, { method, voxels, ...facts }, by, replace) =>
      inTransaction(session, () => {
        const { name } = cases.get(caseId);
        if (ofCase(caseId)?.edited === true && !replace) throw failure('conflict', consensusEdited, { name });
        const { id } = labelmaps.forConsensus(caseId);
        const edit = edits.replace(id, consensusAuthor, `consensus-${method}`, voxels);
        const annotator = annotators.key(by);
        events.appendRows('consensus', (number) => insert.run({
          number, labelmap: labelmaps.row(id).key, edit: edit?.number ?? null, method, facts: JSON.stringify(facts), annotator, at: session.now(),
        }));
        const made = ofCase(caseId);
        if (made === null) throw failure('not-found', caseMissing, { id: caseId });
        return made;
      }),
  };
}
