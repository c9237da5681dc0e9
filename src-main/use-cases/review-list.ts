/** What there is to review: other people's labels, with where their slices stand. */
import type { Reviewable } from '#shared/contract/reviews.ts';
import type { LabelmapOwner, ProjectStore } from '../store/project-store.ts';

/** Cases after which others at the host are answered. */
const together = 100;

type Whose = Pick<Reviewable, 'annotator' | 'blind'>;
const whose = (owner: Exclude<LabelmapOwner, { readonly kind: 'model' }>): Whose =>
  (owner.kind === 'consensus' ? { annotator: null, blind: false } : { annotator: owner.annotator, blind: owner.blind });

/** @param reader whoever reviews: not their own labels, and nothing of a case that they are reading blind */
export async function reviewList(store: ProjectStore, reader: string, onlyCase?: string): Promise<readonly Reviewable[]> {
  const blind = store.secondReadings.blindCases(reader);
  const self = store.people.known(reader);
  const cases = onlyCase === undefined ? store.cases.list() : [store.cases.get(onlyCase)];
  const listed: Reviewable[] = [];
  for (const [at, { id: caseId }] of cases.entries()) {
    if (at % together === together - 1) await new Promise<void>((resolve) => { setImmediate(resolve); });
    if (blind.has(caseId)) continue;
    for (const { id: labelmapId, owner } of store.labelmaps.ofCase(caseId)) {
      if (owner.kind === 'model' || (owner.kind === 'reading' && (owner.annotator === self || owner.withdrawn === true))) continue;
      const states = store.reviews.states(labelmapId);
      const isBegun = Object.entries(states).some(([state, slices]) => state !== 'not-started' && slices > 0);
      if (!isBegun) continue;
      const openPins = store.pins.ofLabelmap(labelmapId).filter(({ state }) => state === 'open').length;
      // Ids of the database are UUIDs; the contract's brands exist only for the compiler.
      listed.push({ labelmapId, caseId, ...whose(owner), states, openPins } as unknown as Reviewable);
    }
  }
  return listed;
}
