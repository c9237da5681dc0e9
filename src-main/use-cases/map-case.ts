/** What a model thinks of a case: computed by the engine, kept, and told as the contract tells it. */
import type { CaseMaps, MapKind, MapOptions } from '#shared/contract/explanation.ts';
import type { Plan } from '#shared/learning/plan.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { MapNumbers, MapResult } from '../engine-client/protocol.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { explanationSentences } from './explanation-sentences.ts';
import { keepMaps, keptMaps, pathOfMap } from './kept-maps.ts';
import type { LongWork } from './long-work.ts';
import { keyOfPart, mappedCase, type MappedCase } from './mapped-case.ts';
import { modelFolders } from './model-members.ts';
import { temperatureOf } from './models.ts';

/** Networks that dropout makes of one: as many as a reading of slices takes. */
const masks = 8;

/** What is kept already; null where it has to be computed. @throws UserFacingError as `mappedCase` */
export async function mapsOfCase(store: ProjectStore, options: MapOptions): Promise<CaseMaps | null> {
  const mapped = mappedCase(store, options);
  // Those with the disagreement hold all that those without do.
  const withAll = await keptMaps<CaseMaps>(store, mapped, keyOf(mapped, true));
  return withAll ?? (options.disagreement ? null : keptMaps<CaseMaps>(store, mapped, keyOf(mapped, false)));
}

/** @throws UserFacingError as `mappedCase`; what the engine says */
export async function mapCase(store: ProjectStore, engine: Engine, options: MapOptions, work: LongWork): Promise<CaseMaps> {
  const known = await mapsOfCase(store, options);
  if (known !== null) return known;
  const mapped = mappedCase(store, options);
  const key = keyOf(mapped, options.disagreement);
  return keepMaps(store, mapped, key, async (folder) => {
    const result = await askForMaps(store, engine, mapped, { folder, numbers: 'uint8', disagreement: options.disagreement }, work);
    const { record, model, axis, slice, size } = mapped;
    const maps = {
      caseId: record.id, modelId: model.id, axis, slice, size,
      notes: notesOf(mapped, options.disagreement, result),
      computedAt: new Date().toISOString(),
      temperature: temperatureOf(model),
      disagreement: result.disagreement,
      maps: result.maps.map(({ kind, output, file, maximum }) => ({ kind, label: labelOf(model.plan, output), path: pathOfMap(mapped, key, file), maximum })),
    };
    // Ids of the database are UUIDs; the contract's brands exist only for the compiler.
    return maps as unknown as CaseMaps;
  });
}

/** @throws UserFacingError what the engine says */
export function askForMaps(
  store: ProjectStore, engine: Engine, { model, volume, axis, slice }: MappedCase,
  { folder, numbers, disagreement }: { readonly folder: string; readonly numbers: MapNumbers; readonly disagreement: boolean }, work: LongWork,
): Promise<MapResult> {
  return engine.run({
    kind: 'map', modelFolders: modelFolders(store, model), volume, sliceAxis: axis, slice,
    temperature: temperatureOf(model), disagreement: disagreement ? { masks, seed: model.seed } : null, numbers, folder,
  }, (event) => {
    if (event.kind === 'warning') work.report(event);
    if (event.kind === 'progress') work.progress({ phase: event.phase, done: event.done, total: event.total });
  }, work.signal);
}

/** What has to be known to read the maps. @param wanted whether the disagreement was */
export function notesOf({ model }: Pick<MappedCase, 'model'>, wanted: boolean, { disagreement }: Pick<MapResult, 'disagreement'>): Sentence[] {
  const temperature = temperatureOf(model);
  const calibrated = temperature === 1 ? explanationSentences.untempered : fill(explanationSentences.tempered, { temperature: temperature.toFixed(2) });
  if (!wanted) return [calibrated];
  if (disagreement === null) return [calibrated, explanationSentences.noDisagreement];
  const guessed = disagreement.between === 'masks' && model.plan.dropout === 0;
  return guessed ? [calibrated, fill(explanationSentences.fewMasks, { networks: disagreement.networks })] : [calibrated];
}

export function labelOf({ outputs }: Pick<Plan, 'outputs'>, output: number | null): { readonly index: number; readonly value: number; readonly name: string } | null {
  return output === null ? null : outputs[output] ?? null;
}

/** As a file is called. */
export function nameOfMap(kind: MapKind, label: { readonly value: number } | null): string {
  return label === null ? kind : `${kind}-${label.value}`;
}

function keyOf(mapped: MappedCase, disagreement: boolean): string {
  return `${keyOfPart(mapped)}${disagreement ? '-and-disagreement' : ''}`;
}
