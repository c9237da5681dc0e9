/** What in a case the scores of a label were made of: computed by the engine (Seg-Grad-CAM), kept, and told as the contract tells it. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExplainedRegion, ExplainOptions, Explanation, NetworkLayer } from '#shared/contract/explanation.ts';
import { voxelCount } from '#shared/geometry/affine.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { bottleneckOf, viewsOf, type NetworkView } from '#shared/learning/network-views.ts';
import type { OutputLabel } from '#shared/learning/plan.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import type { ExplainResult, MapNumbers } from '../engine-client/protocol.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { explanationSentences } from './explanation-sentences.ts';
import { keepMaps, keptMaps, pathOfMap } from './kept-maps.ts';
import type { LongWork } from './long-work.ts';
import { keyOfPart, mappedCase, type MappedCase } from './mapped-case.ts';
import { modelFolders } from './model-members.ts';
import { modelToUse } from './models.ts';

/** An explanation that is asked for, once all that it names is known to be there. */
export interface Asked {
  readonly mapped: MappedCase;
  readonly layer: NetworkView;
  readonly output: number;
  readonly label: OutputLabel;
  readonly region: ExplainedRegion;
  /** 1 on the image's own grid where scores are explained; null: wherever the network calls the label. */
  readonly mask: Uint8Array | null;
}

const file = 'explanation';

/** Of the network of a model, in the order in which an image passes them. @throws UserFacingError `not-found` */
export function layersOfModel(store: ProjectStore, model?: string): readonly NetworkLayer[] {
  return viewsOf(modelToUse(store, model).plan.network).map(layerOf);
}

/** @throws UserFacingError as `whatIsAsked` */
export async function explanationOfCase(store: ProjectStore, options: ExplainOptions, person: string): Promise<Explanation | null> {
  const asked = whatIsAsked(store, options, person);
  return keptMaps<Explanation>(store, asked.mapped, keyOf(asked));
}

/** @throws UserFacingError as `whatIsAsked`; what the engine says */
export async function explainCase(store: ProjectStore, engine: Engine, options: ExplainOptions, person: string, work: LongWork): Promise<Explanation> {
  const asked = whatIsAsked(store, options, person);
  const { mapped, layer, label, region } = asked;
  const key = keyOf(asked);
  const known = await keptMaps<Explanation>(store, mapped, key);
  if (known !== null) return known;
  return keepMaps(store, mapped, key, async (folder) => {
    const result = await askForExplanation(store, engine, asked, { folder, file: join(folder, file), numbers: 'uint8' }, work);
    const { record, model, axis, slice, size } = mapped;
    const { regionVoxels, score, maximum } = result;
    return {
      caseId: record.id, modelId: model.id, axis, slice, size,
      notes: notesOfExplanation(asked, result), computedAt: new Date().toISOString(),
      label, region, layer: layerOf(layer), regionVoxels, score,
      map: { kind: 'explanation', label, path: pathOfMap(mapped, key, file), maximum },
    } as unknown as Explanation;
  });
}

/** @throws UserFacingError what the engine says */
export async function askForExplanation(
  store: ProjectStore, engine: Engine, { mapped: { model, volume, axis, slice }, layer, output, mask }: Asked,
  to: { readonly folder: string; readonly file: string; readonly numbers: MapNumbers }, work: LongWork,
): Promise<ExplainResult> {
  const region = mask === null ? null : join(to.folder, 'region');
  if (region !== null && mask !== null) await writeFile(region, mask);
  return engine.run({
    kind: 'explain', modelFolders: modelFolders(store, model), volume, sliceAxis: axis, slice, output, layer: layer.name, region, numbers: to.numbers, file: to.file,
  }, (event) => {
    if (event.kind === 'warning') work.report(event);
    if (event.kind === 'progress') work.progress({ phase: event.phase, done: event.done, total: event.total });
  }, work.signal);
}

/** @throws UserFacingError as `mappedCase`; `bad-input` for a label, layer or place that is not there, or where nothing is drawn */
export function whatIsAsked(store: ProjectStore, options: ExplainOptions, person: string): Asked {
  const mapped = mappedCase(store, options);
  const { plan } = mapped.model;
  const layer = options.layer === undefined ? bottleneckOf(plan.network) : viewsOf(plan.network).find(({ name }) => name === options.layer);
  if (layer === undefined) {
    throw failure('bad-input', explanationSentences.noLayer, { layer: options.layer ?? '', layers: viewsOf(plan.network).map(({ name }) => name).join(', ') });
  }
  const output = plan.outputs.findIndex(({ index }) => index === options.label);
  const label = plan.outputs[output];
  if (label === undefined) {
    throw failure('bad-input', explanationSentences.noLabel, { label: options.label, labels: plan.outputs.map(({ name }) => name).join(', ') });
  }
  return { mapped, layer, output, label, region: options.region, mask: maskOf(store, mapped, options.region, label, person) };
}

export function notesOfExplanation({ label: { name } }: Asked, { regionVoxels, maximum }: ExplainResult): Sentence[] {
  if (regionVoxels === 0) return [fill(explanationSentences.nothingThere, { label: name })];
  return maximum === 0 ? [fill(explanationSentences.nothingSpeaksForIt, { label: name })] : [];
}

function maskOf(store: ProjectStore, { record, image }: MappedCase, region: ExplainedRegion, { index, name }: OutputLabel, person: string): Uint8Array | null {
  const { size } = image.geometry;
  switch (region.kind) {
    case 'predicted': return null;
    case 'voxel': return boxMask(size, region.at, region.at, record.name);
    case 'box': return boxMask(size, region.from, region.to, record.name);
    case 'drawn': {
      const own = store.labelmaps.ofCase(record.id).find(({ owner }) => owner.kind === 'reading' && !owner.blind && owner.annotator === person);
      const drawn = own === undefined ? null : store.labelmaps.voxels(own.id);
      if (drawn === null || !drawn.includes(index)) throw failure('bad-input', explanationSentences.nothingDrawn, { label: name });
      return drawn.map((one) => (one === index ? 1 : 0));
    }
  }
}

/** From the first voxel up to and with the last. */
function boxMask(size: Vec3, from: Vec3, to: Vec3, name: string): Uint8Array {
  if (size.some((length, axis) => from[axis]! > to[axis]! || to[axis]! >= length)) throw failure('bad-input', explanationSentences.outside, { name });
  const mask = new Uint8Array(voxelCount(size));
  for (let k = from[2]; k <= to[2]; k += 1) {
    for (let j = from[1]; j <= to[1]; j += 1) mask.fill(1, (k * size[1] + j) * size[0] + from[0], (k * size[1] + j) * size[0] + to[0] + 1);
  }
  return mask;
}

function layerOf({ strides, ...view }: NetworkView): NetworkLayer {
  return { ...view, strides: [...strides] };
}

/** What is drawn changes: it counts as it was. */
function keyOf({ mapped, layer, output, region, mask }: Asked): string {
  const asked = createHash('sha256').update(JSON.stringify([layer.name, output, region.kind])).update(mask ?? new Uint8Array(0)).digest('hex');
  return `${keyOfPart(mapped)}-why-${asked.slice(0, 16)}`;
}
