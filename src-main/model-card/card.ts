/**
 * A model card (Mitchell et al. 2019, doi 10.1145/3287560.3287596) as parts that can be written down in any form. Everything on it
 * is taken from what is known of the model; nothing is claimed that nobody measured. Knows no patients, no files and no mark-up.
 */
import type { TestFigures } from '#shared/learning/statistics/test-interval.ts';
import type { ModelFacts } from '#shared/contract/models.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { showMeasure } from '#shared/learning/evaluation/measure-sentences.ts';
import { dimensionsOf, filtersOf } from '#shared/learning/network-layers.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { cardSentences as say } from './card-sentences.ts';
import { limitsOf } from './limits.ts';

export type Cell = Sentence | string;

export type Block =
  | { readonly kind: 'text'; readonly text: Cell }
  | { readonly kind: 'list'; readonly items: readonly Cell[] }
  /** Without a header: names and values. */
  | { readonly kind: 'table'; readonly header: readonly Cell[] | null; readonly rows: readonly (readonly Cell[])[] };

export interface CardSection {
  readonly title: Sentence;
  readonly blocks: readonly Block[];
}

export interface Card {
  readonly title: Sentence;
  readonly about: Sentence;
  readonly sections: readonly CardSection[];
}

export interface KnownOfModel {
  readonly model: ModelInfo;
  readonly facts: ModelFacts;
  readonly project: { readonly id: string; readonly name: string };
  /** How its training went about, in sentences, and what it warned of, without what names a case. */
  readonly recipe: readonly Sentence[];
  readonly notesLeftOut: number;
  readonly validated: TestFigures | null;
  readonly tested: TestFigures | null;
  /** The newest event of the log. */
  readonly head: { readonly hash: string; readonly event: number } | null;
  readonly version: string;
  /** As people write it. */
  readonly date: (iso: string) => Sentence;
  readonly now: string;
}

export function cardOf(known: KnownOfModel): Card {
  const { model, project, version, date, now } = known;
  return {
    title: fill(say.title, { name: model.name }),
    about: fill(say.about, { project: project.name, version, date: date(now) }),
    sections: [whatItIs(known), taughtWith(known), howTrained(known), howGood(known), ...calibrated(known), limits(known), whereFrom(known)],
  };
}

const row = (name: Sentence, value: Cell): readonly Cell[] => [name, value];

function whatItIs({ model, date }: KnownOfModel): CardSection {
  const { plan } = model;
  const values = { network: plan.network.name, levels: filtersOf(plan.network).length };
  const images = [plan.modality, ...plan.furtherInputs.map(({ role, modality }) => `${role} (${modality})`)].join(', ');
  return {
    title: say.whatItIs,
    blocks: [
      { kind: 'text', text: fill(dimensionsOf(plan.network) === 3 ? say.segmentsVolumes : say.segmentsSlices, { labels: plan.outputs.slice(1).map(({ name }) => name).join(', ') }) },
      { kind: 'table', header: [say.label, say.value], rows: plan.outputs.slice(1).map(({ name, value }) => [name, String(value)]) },
      {
        kind: 'table', header: null,
        rows: [
          row(say.network, fill(say.networkOf, values)),
          row(say.parameters, model.parameters.toLocaleString('en')),
          row(say.images, images),
          ...model.members > 1 ? [row(say.members, fill(say.membersOf, { members: model.members }))] : [],
          row(say.trainedOn, date(model.createdAt)),
          row(say.trainedBy, model.trainedBy ?? say.unknown),
          row(say.inUse, model.active ? say.yes : say.no),
          ...model.promotion === null ? [] : [row(say.decided, decisionOf(model.promotion))],
          row(say.id, model.id),
          ...model.note === '' ? [] : [row(say.note, model.note)],
        ],
      },
    ],
  };
}

/** Of two models; nothing of the test set is in it. */
function decisionOf({ because, overruledBy, patients }: NonNullable<ModelInfo['promotion']>): Sentence {
  if (overruledBy !== null) return fill(say.overruled, { by: overruledBy });
  switch (because) {
    case 'no-earlier-model': return say.firstOne;
    case 'cannot-tell': return say.cannotTell;
    case 'not-shown-worse': return fill(say.promoted, { patients });
    case 'worse': return fill(say.heldBack, { patients });
  }
}

function calibrated({ model: { calibration } }: KnownOfModel): readonly CardSection[] {
  if (calibration === null) return [];
  const { patients, temperature, before, after, notes } = calibration;
  const error = (value: number | null | undefined): string => (value == null ? '–' : value.toFixed(3));
  return [{
    title: say.calibration,
    blocks: [
      { kind: 'text', text: fill(say.calibrationOf, { patients }) },
      {
        kind: 'table', header: null,
        rows: [
          row(say.eceAll, error(before.all.error)), row(say.eceForeground, error(before.foreground.error)),
          ...after === null ? [] : [row(say.eceTempered, error(after.foreground.error))],
          row(say.temperature, temperature === null ? say.untempered : temperature.toFixed(2)),
        ],
      },
      ...notes.length === 0 ? [] : [{ kind: 'list', items: notes } as const],
    ],
  }];
}

function taughtWith({ facts: { snapshot } }: KnownOfModel): CardSection {
  if (snapshot === null) return { title: say.data, blocks: [{ kind: 'text', text: say.noSnapshot }] };
  const { teaching, judging, testing, modalities, spacingMm, spacingUnknown, size } = snapshot;
  const parts = [[say.taught, teaching], [say.judged, judging], [say.tested, testing]] as const;
  const told = (one: { readonly low: number; readonly high: number }): string => [...new Set([one.low, one.high].map(rounded))].join('–');
  return {
    title: say.data,
    blocks: [
      {
        kind: 'table', header: [say.part, say.patients, say.cases, say.slices, say.reviewed],
        rows: parts.flatMap(([name, part]) => (part === null ? [] : [[
          name, String(part.patients), String(part.cases), fill(say.ofSlices, { slices: part.slices, all: part.ofSlices }), String(part.reviewed),
        ]])),
      },
      {
        kind: 'table', header: null,
        rows: [
          row(say.modalities, modalities.join(', ')),
          row(say.size, size.map(told).join(' × ')),
          row(say.spacing, spacingMm === null ? say.spacingUnknown : fill(say.spacingOf, { within: told(spacingMm.within), between: told(spacingMm.between) })),
          ...spacingUnknown === 0 || spacingMm === null ? [] : [row(say.withoutSpacing, String(spacingUnknown))],
          row(say.snapshotHash, snapshot.manifestHash),
        ],
      },
      { kind: 'text', text: say.noNames },
    ],
  };
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}

function howTrained({ model, facts, recipe, notesLeftOut }: KnownOfModel): CardSection {
  const { plan, steps, plannedSteps } = model;
  const { optimiser } = plan;
  const [parent] = facts.ancestors;
  const start = plan.start.kind === 'scratch' || parent === undefined ? say.fromScratch
    : fill(plan.start.kind === 'transfer' ? say.fromWeights : say.fromShrunk, { model: parent.name });
  return {
    title: say.training,
    blocks: [
      {
        kind: 'list',
        items: [
          start,
          fill(say.schedule, { steps, epochs: plan.epochs, minutes: (model.seconds / 60).toFixed(1), loss: model.finalLoss.toFixed(3) }),
          ...plannedSteps !== null && steps < plannedSteps ? [fill(say.endedEarly, { planned: plannedSteps })] : [],
          fill(say.optimiser, { kind: optimiser.kind, rate: optimiser.learningRate, loss: typeof plan.loss === 'string' ? plan.loss : say.ownLoss, seed: facts.seed }),
          ...recipe,
          ...notesLeftOut === 0 ? [] : [fill(say.notesLeftOut, { notes: notesLeftOut })],
        ],
      },
      { kind: 'table', header: null, rows: [row(say.computedWith, model.computedWith), row(say.seed, String(facts.seed))] },
      { kind: 'text', text: fill(say.repeat, { id: model.id }) },
    ],
  };
}

function howGood(known: KnownOfModel): CardSection {
  const { model, validated, tested } = known;
  const figures = (title: Sentence, one: TestFigures | null, judged: ModelInfo['judged'], none: Sentence): Block[] => (one === null || judged === null ? [{ kind: 'text', text: none }] : [
    { kind: 'text', text: fill(title, { patients: judged.patients, cases: judged.cases }) },
    {
      kind: 'table', header: [say.label, say.dice, say.interval, say.median, say.hd95, say.n],
      rows: one.labels.map(({ value, name, dice, interval }) => {
        const measured = judged.labels.find((label) => label.value === value)?.figures;
        const hd95 = measured?.hd95 ?? null;
        return [
          name, showMeasure('dice', dice, 'mm'),
          interval === null ? say.tooFew : `${showMeasure('dice', interval.low, 'mm')}–${showMeasure('dice', interval.high, 'mm')}`,
          showMeasure('dice', measured?.dice.median, 'mm'),
          hd95?.mean == null ? '–' : `${showMeasure('hd95', hd95.mean, judged.unit)} ${judged.unit === 'mm' ? 'mm' : ''}`.trim(),
          String(measured?.dice.n ?? 0),
        ];
      }),
    },
  ]);
  return {
    title: say.quality,
    blocks: [
      ...figures(model.validationKind === 'slabs' ? say.slabs : say.validation, validated, model.judged, model.validationDice === null ? say.unjudged : fill(say.diceAlone, { dice: model.validationDice.toFixed(3) })),
      ...figures(say.test, tested, model.tested, say.untested),
      { kind: 'text', text: say.howMeasured },
    ],
  };
}

function limits(known: KnownOfModel): CardSection {
  return { title: say.use, blocks: [{ kind: 'text', text: say.useOf }, { kind: 'list', items: limitsOf(known) }] };
}

function whereFrom({ facts, project, head, version }: KnownOfModel): CardSection {
  const chain = facts.ancestors.map(({ id, name, removed }) => fill(removed ? say.deletedAncestor : say.ancestor, { name, id }));
  return {
    title: say.origin,
    blocks: [
      ...chain.length === 0 ? [] : [{ kind: 'text', text: say.startedFrom } as const, { kind: 'list', items: chain } as const],
      {
        kind: 'table', header: null,
        rows: [
          row(say.project, `${project.name} (${project.id})`),
          row(say.program, `Lamina ${version}, Apache-2.0`),
          row(say.licence, say.noLicence),
          row(say.head, head === null ? say.unknown : fill(say.headOf, { hash: head.hash, event: head.event })),
        ],
      },
      ...head === null ? [] : [{ kind: 'text', text: fill(say.verify, { hash: head.hash }) } as const],
    ],
  };
}
