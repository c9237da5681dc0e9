/** What holds for the project as a whole against the events that decided it: test set, folds, settings, the model in use. */
import { foldPersonName } from '#shared/text/person-name.ts';
import { fill } from '#shared/text/sentence.ts';
import { figuresHash, modelTested } from './loop-work.ts';
import type { Session } from './session.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { stateSentences as say } from './verify-sentences.ts';
import { differences, differenceSentence, retell, toldEvents, type Told } from './verify-told.ts';

export function inspectStates(session: Session): Finding[] {
  return [inspectTestSet, inspectFolds, inspectSettings, inspectModelInUse, inspectTestScores, inspectProject].flatMap((inspect) => inspect(session));
}

/** Its rows stand for no position of the log: the event that drew them names them. */
export function inspectTestSet({ database }: Session): Finding[] {
  const draws: { readonly patients: readonly string[]; readonly annotator: string }[] = [];
  const found = retell(toldEvents(database, ['test-set']), ({ payload }) => {
    const { patients, annotator } = payload as (typeof draws)[number];
    draws.push({ patients: [...patients], annotator: String(annotator) });
  });
  const drawn = draws.flatMap(({ patients }) => patients);
  const drawers = draws.map(({ annotator }) => annotator);
  const people = database.prepare<[], { patient: string; name: string | null }>(
    'SELECT patient, annotator.name FROM test_set LEFT JOIN annotator ON annotator.id = test_set.annotator',
  ).all();
  const rows = people.map(({ patient }) => patient);
  const known = new Set(drawers.map(foldPersonName));
  const others = new Set(people.flatMap(({ name }) => (known.size === 0 || known.has(foldPersonName(name ?? '')) ? [] : [name ?? '–'])));
  const added = without(rows, drawn);
  const missing = without(drawn, rows);
  return [
    ...found,
    ...added.map((patient) => wrong('test-set', fill(say.testPatientAdded, { patient }))),
    ...missing.map((patient) => wrong('test-set', fill(say.testPatientGone, { patient }))),
    ...[...others].map((now) => wrong('test-set', fill(say.otherDrawer, { now, then: drawers.join(', ') }))),
  ];
}

function inspectFolds({ database }: Session): Finding[] {
  let told: Readonly<Record<string, number>> = {};
  const found = retell(toldEvents(database, ['folds']), ({ payload }) => {
    const { folds } = payload as { folds?: Record<string, number> };
    // Earlier ones told the folds and nothing else; a patient may be called so.
    told = { ...(typeof folds === 'object' ? folds : payload as Record<string, number>) };
  });
  const rows = database.prepare<[], { patient: string; fold: number }>('SELECT patient, fold FROM fold').all();
  const now = new Map(rows.map(({ patient, fold }) => [patient, fold]));
  const patients = new Set([...now.keys(), ...Object.keys(told)]);
  return [
    ...found,
    ...[...patients].filter((patient) => now.get(patient) !== told[patient]).map((patient) => wrong('folds', fill(say.foldChanged, { patient }))),
  ];
}

function inspectSettings({ database }: Session): Finding[] {
  let told: Readonly<Record<string, unknown>> = { conflictingForms: 'sform', modality: null, onlyReviewedTeach: false, nextSliceBy: null, batchSlices: 20, refillQueue: true };
  const found = retell(toldEvents(database, ['settings']), ({ payload }) => { told = { ...told, ...payload as Record<string, unknown> }; });
  const now = database.prepare<[], Record<string, unknown>>(
    `SELECT conflicting_forms AS conflictingForms, modality, only_reviewed_teach AS onlyReviewedTeach, next_slice_by AS nextSliceBy,
       batch_slices AS batchSlices, refill_queue AS refillQueue FROM project`,
  ).get() ?? {};
  const flags = { onlyReviewedTeach: now['onlyReviewedTeach'] !== 0, refillQueue: now['refillQueue'] !== 0 };
  return [...found, ...differences(say.settings, { ...now, ...flags }, told).map((one) => wrong('settings', differenceSentence(say.project, one)))];
}

function inspectModelInUse({ database }: Session): Finding[] {
  let told: string | null = null;
  const found = retell(toldEvents(database, ['model-activated']), ({ payload }) => { told = (payload as { id: string }).id; });
  const now = database.prepare<[], { id: string | null; name: string | null }>(
    'SELECT model.uuid AS id, model.name FROM project LEFT JOIN model ON model.id = project.active_model',
  ).get() ?? { id: null, name: null };
  if (now.id === told) return found;
  const then = database.prepare<[string | null], string>('SELECT name FROM model WHERE uuid = ?').pluck().get(told) ?? told ?? say.nothing;
  return [...found, wrong('model', fill(say.otherModel, { now: now.name ?? say.nothing, then }))];
}

/** Figures on the test set are what the newest scoring of their model told the hash of. */
function inspectTestScores({ database }: Session): Finding[] {
  const told = new Map<string, string>();
  const found = retell(toldEvents(database, [modelTested]), ({ payload }) => {
    const { id, reference, figures } = payload as { id: string; reference: string; figures: string };
    told.set(id, `${reference} ${figures}`);
  });
  const rows = database.prepare<[], { id: string; name: string; reference: string; cases: string }>(
    'SELECT model.uuid AS id, model.name, reference, cases FROM test_score JOIN model ON model.id = test_score.model',
  ).all();
  // Figures that are gone are measured again.
  const changed = rows.filter(({ id, reference, cases }) => told.get(id) !== `${reference} ${figuresHash(cases)}`);
  return [...found, ...changed.map(({ name }) => wrong('test-set', fill(say.testScoreChanged, { name })))];
}

/** Which copy of the project this is; projects of before did not tell the log their id and name. */
function inspectProject({ database }: Session): Finding[] {
  const origins: Told[] = toldEvents(database, ['origin']);
  const now = database.prepare<[], { id: string; name: string; origin: string }>('SELECT uuid AS id, name, origin FROM project').get();
  const newest = database.prepare<[], string>("SELECT origin FROM event WHERE kind = 'origin' ORDER BY position DESC LIMIT 1").pluck().get();
  if (now === undefined) return [wrong('settings', say.noProjectRow)];
  const then = { id: now.id, name: now.name, origin: newest ?? null };
  const found = retell(origins, ({ payload }) => {
    const { project, name } = payload as { project?: string; name?: string };
    if (project !== undefined) then.id = project;
    if (name !== undefined) then.name = name;
  });
  return [...found, ...differences(say.ofProject, now, then).map((one) => wrong('settings', differenceSentence(say.project, one)))];
}

/** With those that are there more than once counted. */
function without(all: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
}
