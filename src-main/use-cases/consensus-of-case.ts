/** What the readers of a case come to together: made by the program, settled by hand. */
import { consensusByMajority } from '#shared/agreement/majority.ts';
import { consensusByStaple, stapleOfLabel, usualStaple } from '#shared/agreement/staple.ts';
import { countVotes, type Votes } from '#shared/agreement/votes.ts';
import type { ComparableCase, ConsensusInfo } from '#shared/contract/agreement.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { ConsensusMethod, ConsensusRecord } from '../store/consensus.ts';
import type { CaseRecord, ProjectStore } from '../store/project-store.ts';
import { compareReaders, inTurns, readersOf, slicesOfAll, toldReader, type Comparison } from './agreement-of-case.ts';
import { agreementSentences } from './agreement-sentences.ts';
import type { OpenLabelmap } from './annotate.ts';

export interface ConsensusWish {
  readonly caseId: string;
  readonly readers?: readonly string[] | undefined;
  readonly method: ConsensusMethod;
  readonly replaceEdited: boolean;
}

type Performance = ConsensusInfo['performance'];

/** @throws UserFacingError as `compareReaders`; `conflict` for one that was edited, unless it is to be replaced */
export async function makeConsensus(store: ProjectStore, { caseId, readers: wanted, method, replaceEdited }: ConsensusWish, by: string, signal: AbortSignal): Promise<ConsensusInfo> {
  const comparison = compareReaders(store, caseId, wanted);
  const { record, readers, slices, readings } = comparison;
  const edits = readers.map(({ labelmapId }) => store.labelmaps.historyPage(labelmapId, { limit: 1 }).edits[0]?.id ?? null);
  const votes = await inTurns(countVotes(readings), signal);
  const { labels, undecided, parameters } = method === 'majority' ? await byMajority(comparison, votes, signal) : await byStaple(comparison, votes, signal);
  store.consensus.make(caseId, {
    method, voxels: labels, undecided, parameters, axis: record.sliceAxis, slices,
    readers: readers.map(({ labelmapId, annotator }, at) => ({ labelmapId, annotator, edit: edits[at]! })),
  }, by, replaceEdited);
  return describeConsensus(store, caseId)!;
}

interface Made {
  readonly labels: Uint8Array;
  readonly undecided: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

async function byMajority({ readings }: Comparison, votes: Votes, signal: AbortSignal): Promise<Made> {
  return { ...await inTurns(consensusByMajority(readings, votes), signal), parameters: {} };
}

async function byStaple({ readings, readers }: Comparison, votes: Votes, signal: AbortSignal): Promise<Made> {
  const { labels, undecided, estimate: { iterations, converged } } = await inTurns(consensusByStaple(readings, votes), signal);
  const performance: object[] = [];
  for (const label of votes.labels.slice(1)) {
    const of = await inTurns(stapleOfLabel(votes, label), signal);
    performance.push(...readers.map(({ annotator }, at) => ({ annotator, label, ...of.readers[at]! })));
  }
  return { labels, undecided, parameters: { ...usualStaple, done: iterations, converged, performance } };
}

/** Null where none was made. */
export function describeConsensus(store: ProjectStore, caseId: string): ConsensusInfo | null {
  const made = store.consensus.ofCase(caseId);
  return made === null ? null : described(made, store.reviews.completeSlices(made.labelmapId));
}

function described({ caseId, labelmapId, method, readers, axis, slices, undecided, parameters, author, at, edited }: ConsensusRecord, completeSlices: readonly number[]): ConsensusInfo {
  const info = {
    caseId, labelmapId, method, axis, undecided, edited,
    readers: readers.map((one) => ({ labelmapId: one.labelmapId, annotator: one.annotator })), slices: [...slices],
    performance: (parameters['performance'] ?? []) as Performance,
    madeBy: author, madeAt: at, completeSlices: [...completeSlices],
  };
  return info as unknown as ConsensusInfo;
}

/** Of a case that nobody else can be compared on, null. */
export function comparableCase(store: ProjectStore, record: CaseRecord): ComparableCase | null {
  const readers = readersOf(store, record);
  const consensus = describeConsensus(store, record.id);
  if (readers.length < 2 && consensus === null) return null;
  const told = { caseId: record.id, name: record.name, readers: readers.map(toldReader), slices: slicesOfAll(readers).length, consensus };
  return told as unknown as ComparableCase;
}

/** As one's own labels are opened. @throws UserFacingError `not-found` */
export function openConsensus(store: ProjectStore, caseId: string): OpenLabelmap {
  const { name } = store.cases.get(caseId);
  const made = store.consensus.ofCase(caseId);
  if (made === null) throw failure('not-found', agreementSentences.noConsensus, { name });
  return { labelmapId: made.labelmapId, heads: store.labelmaps.heads(made.labelmapId), completeSlices: store.reviews.completeSlices(made.labelmapId) };
}
