/** Which cases a person should look at first: how good the predictions probably are where nobody has drawn a whole reference. */
import type { PredictedQualities } from '#shared/contract/explanation.ts';
import { worstFirst } from '#shared/learning/evaluation/worst-first.ts';
import type { SliceReading } from '#shared/learning/selection/slice-reading.ts';
import { qualityOfSums } from '#shared/learning/statistics/predicted-quality.ts';
import { fitQualityInterval } from '#shared/learning/statistics/quality-interval.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { CaseRecord, ModelRecord, ProjectStore } from '../store/project-store.ts';
import { furtherImagesOf, volumeFileOf, withAbsolutePaths } from './case-images.ts';
import { explanationSentences } from './explanation-sentences.ts';
import type { LongWork } from './long-work.ts';
import { modelFolders } from './model-members.ts';
import { modelToUse, type ModelMetrics } from './models.ts';
import { countedLabels } from './person-labelmap.ts';
import { workSentences } from './work-sentences.ts';

type Reading = SliceReading & { readonly sums: NonNullable<SliceReading['sums']> };

interface OpenCase {
  readonly record: CaseRecord;
  readonly slices: number;
  /** Along the case's slice axis: those that nobody has called complete. */
  readonly open: readonly number[];
}

/**
 * From what a model has read in slices (`store.scores`).
 * @param person whoever is told: not of cases that they are reading blind
 * @throws UserFacingError `not-found`
 */
export function predictedQualities(store: ProjectStore, model: string | undefined, person: string): PredictedQualities {
  const used = model === undefined ? store.models.active() : modelToUse(store, model);
  if (used === null) return { modelId: null, cases: [], unread: [], interval: null, notes: [workSentences.noModel] };
  const { cases, unread } = readCases(store, used, person);
  const metrics = used.metrics as ModelMetrics;
  // What a mean of several networks promises was not tested by the validation, which judged each as it is.
  const byItself = cases.every(({ readings }) => readings.every(({ mutualInformation }) => mutualInformation === null));
  // Patients who taught promise less than they come to: it would not hold for others.
  const interval = byItself && metrics.validationKind !== 'slabs' ? fitQualityInterval(metrics.expected ?? [], metrics.cases ?? []) : null;
  const listed = cases.map(({ record, slices, readings }) => {
    const { labels, dice, quality } = qualityOfReadings(used, readings);
    const bounds = interval === null || dice === null ? null : interval.of(dice);
    return {
      caseId: record.id, name: record.name, patient: record.patient, quality,
      dice: bounds?.middle ?? dice,
      interval: bounds === null ? null : { low: bounds.low, high: bounds.high },
      labels: labels.map((label, place) => ({ value: used.plan.outputs[place + 1]!.value, name: used.plan.outputs[place + 1]!.name, dice: label.dice })),
      read: readings.length, slices,
    };
  });
  const told = {
    modelId: used.id,
    cases: worstFirst(listed, ({ quality }) => quality),
    unread: unread.map(({ record: { id, name } }) => ({ caseId: id, name })),
    interval: interval === null ? null : { confidence: interval.confidence, patients: interval.patients },
    notes: listed.length === 0 ? [] : [explanationSentences.expectedAlone, ...whyNoInterval(byItself, interval, metrics)],
  };
  return told as unknown as PredictedQualities;
}

/**
 * Reads, slice by slice, the cases that the model has not read, and keeps what it read.
 * @throws UserFacingError as `predictedQualities`; what the engine says
 */
export async function readUnread(store: ProjectStore, engine: Engine, model: string | undefined, person: string, work: LongWork): Promise<PredictedQualities> {
  const used = modelToUse(store, model);
  const { unread } = readCases(store, used, person);
  if (unread.length > 0) {
    const byId = new Map(unread.map((one) => [one.record.id, one]));
    await engine.run({
      kind: 'read-slices', modelFolders: modelFolders(store, used), masks: 0, seed: used.seed,
      volumes: unread.map(({ record, open }) => {
        const { image } = record.images[0]!;
        return {
          name: record.id, sliceAxis: record.sliceAxis, slices: open,
          image: { ...volumeFileOf(image), path: store.blobs.path(image.blob) },
          furtherImages: withAbsolutePaths(store, furtherImagesOf(store, record, image)),
        };
      }),
    }, (event) => {
      if (event.kind === 'warning') work.report(event);
      if (event.kind === 'progress') work.progress({ phase: event.phase, done: event.done, total: event.total });
      const read = event.kind === 'slices-read' ? byId.get(event.name) : undefined;
      if (event.kind !== 'slices-read' || read === undefined) return;
      // How slices look is kept of the newest model alone, which this need not be.
      store.scores.put(used.id, read.open.map((index, place) =>
        ({ caseId: read.record.id, axis: read.record.sliceAxis, index, reading: event.readings[place]!, features: [] })));
    }, work.signal);
  }
  return predictedQualities(store, used.id, person);
}

/** What is left to do, and what the model has read of it. Whoever belongs to the test set is left out: no prediction is in view there. */
function readCases(store: ProjectStore, model: ModelRecord, person: string): { readonly cases: readonly (OpenCase & { readonly readings: readonly Reading[] })[]; readonly unread: readonly OpenCase[] } {
  const [tested, blind] = [new Set(store.testSet.get()?.patients), store.secondReadings.blindCases(person)];
  const read = Map.groupBy(store.scores.ofModel(model.id), ({ caseId }) => caseId);
  const cases = store.cases.list().filter(({ id, patient }) => !tested.has(patient) && !blind.has(id)).flatMap((record) => {
    const slices = record.images[0]!.image.geometry.size[record.sliceAxis];
    const complete = new Set(countedLabels(store, record).completeSlices);
    const open = Array.from({ length: slices }, (_, slice) => slice).filter((slice) => !complete.has(slice));
    const readings = (read.get(record.id) ?? []).flatMap(({ axis, index, reading }) =>
      (axis === record.sliceAxis && !complete.has(index) && reading.sums !== undefined ? [{ ...reading, sums: reading.sums }] : []));
    return open.length === 0 ? [] : [{ record, slices, open, readings }];
  });
  return { cases: cases.filter(({ readings }) => readings.length > 0), unread: cases.filter(({ readings }) => readings.length === 0) };
}

function qualityOfReadings({ plan }: ModelRecord, readings: readonly Reading[]) {
  const total = (of: (reading: Reading) => number | undefined): number => readings.reduce((sum, reading) => sum + (of(reading) ?? 0), 0);
  const told = qualityOfSums(plan.outputs.map((_, output) => ({
    predicted: total(({ outputs }) => outputs[output]?.voxels),
    sure: total(({ sums }) => sums[output]?.sure),
    expected: total(({ sums }) => sums[output]?.expected),
    highest: Math.max(0, ...readings.map(({ sums }) => sums[output]?.highest ?? 0)),
  })));
  return { ...told, quality: told.quality ?? 0 };
}

function whyNoInterval(byItself: boolean, interval: unknown, { expected = [], validationKind }: ModelMetrics): Sentence[] {
  if (interval !== null) return [];
  if (!byItself) return [explanationSentences.otherNetworks];
  if (validationKind === 'slabs') return [explanationSentences.judgedBySlabs];
  return [fill(explanationSentences.tooFewForInterval, { patients: new Set(expected.map(({ patient }) => patient)).size })];
}
