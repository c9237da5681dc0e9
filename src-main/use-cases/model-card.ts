/** A model's card: what the project knows of it, put together and written down for people. */
import type { ModelCard, ModelFacts, SnapshotPart } from '#shared/contract/models.ts';
import { figuresWithIntervals, type TestFigures } from '#shared/learning/statistics/test-interval.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import type { Locale, Sentence } from '#shared/text/sentence.ts';
import { cardAsHtml } from '../model-card/card-html.ts';
import { cardAsMarkdown } from '../model-card/card-markdown.ts';
import { cardOf } from '../model-card/card.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { describeRecipe } from './describe-plan.ts';
import { modelFacts, testSetPart } from './model-facts.ts';
import { describeModel, type ModelMetrics } from './models.ts';
import { readManifest } from './take-snapshot.ts';
import { testFiguresNow } from './test-figures.ts';

/** The same for all cards, so that two of one model say the same. */
const seed = 0;

export async function writeModelCard(
  store: ProjectStore, model: ModelRecord, { format, locale }: { readonly format: 'html' | 'markdown'; readonly locale: Locale }, version: string,
): Promise<ModelCard> {
  const { stand, of } = await testFiguresNow(store, [model]);
  const { cases: testCases } = of.get(model.id)!;
  const facts = withTestSet(await modelFacts(store, model), testCases.length === 0 ? null : testSetPart(store));
  const { cases = [] } = (model.metrics ?? {}) as Partial<ModelMetrics>;
  const labels = model.plan.outputs.slice(1).map(({ value, name }) => ({ value, name }));
  const figures = (of: readonly CaseJudgement[], slices: number | undefined): TestFigures | null =>
    (of.length === 0 ? null : figuresWithIntervals(of, slices ?? 0, labels, seed));
  const info = describeModel(model, testCases, store.models.promotions().get(model.id));
  const names = await namesIn(store, model);
  // A case is often called what its patient is.
  const notes = info.notes.filter((note) => !names.some((name) => Object.values(note).some((text) => text.includes(name))));
  const head = store.events.newest();
  const card = cardOf({
    model: info, facts, head, version,
    project: { id: store.projectId, name: store.name },
    recipe: [...describeRecipe(model.plan), ...notes],
    notesLeftOut: info.notes.length - notes.length,
    validated: figures(cases, facts.snapshot?.judging?.slices),
    tested: figures(testCases, stand?.slices),
    date: dateIn,
    now: new Date().toISOString(),
  });
  return {
    name: `${fileName(model.name)}.${format === 'html' ? 'html' : 'md'}`,
    text: format === 'html' ? cardAsHtml(card, locale) : cardAsMarkdown(card, locale),
    logHead: head?.hash ?? null,
  };
}

/** The test set that its figures are of may be larger by now than the one that its training saw. */
function withTestSet(facts: ModelFacts, testing: SnapshotPart | null): ModelFacts {
  return { ...facts, snapshot: facts.snapshot && { ...facts.snapshot, testing } };
}

/** Of cases and patients that its notes may name. */
async function namesIn(store: ProjectStore, { snapshotId }: ModelRecord): Promise<readonly string[]> {
  const taught = await readManifest(store, snapshotId).then(({ cases }) => cases, () => []);
  return [...new Set([...store.cases.list(), ...taught].flatMap(({ name, patient }) => [name, patient]))];
}

function dateIn(iso: string): Sentence {
  const written = (locale: Locale): string => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
  return { en: written('en'), 'zh-CN': written('zh-CN') };
}

/** What every file system takes. */
function fileName(name: string): string {
  return `model-card-${name.replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || 'model'}`.slice(0, 100);
}
