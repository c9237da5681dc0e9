/** Maps as files that other programs read: float32 in NIfTI with the image's header, or one slice of an explanation as a picture. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encode } from 'fast-png';
import type { MapKind, WriteExplanationOptions, WriteMapsOptions, WrittenMaps } from '#shared/contract/explanation.ts';
import { mapHeader } from '#shared/formats/nifti/nifti.ts';
import { voxelCount } from '#shared/geometry/affine.ts';
import type { OutputLabel } from '#shared/learning/plan.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Engine } from '../engine-client/engine.ts';
import { writeWhole } from '../files/write-whole.ts';
import { writeVolume } from '../import/write-mask.ts';
import { drawHeat } from '../montage/heat.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { describeMadeFile, sidecarOf } from './describe-made-file.ts';
import { askForExplanation, notesOfExplanation, whatIsAsked } from './explain-case.ts';
import { explanationSentences } from './explanation-sentences.ts';
import { hashFile } from './hash-file.ts';
import type { LongWork } from './long-work.ts';
import { askForMaps, labelOf, nameOfMap, notesOf } from './map-case.ts';
import { mappedCase, type MappedCase } from './mapped-case.ts';
import { makeOutputFolder } from './output-folder.ts';
import { readSlice } from './read-slice.ts';
import { withWorkFolder } from './work-folder.ts';

/** @throws UserFacingError as `mapCase`; `conflict` for files that are there; `bad-input` for a folder that cannot be made; `disk-full` */
export async function writeMaps(store: ProjectStore, engine: Engine, options: WriteMapsOptions, version: string, work: LongWork): Promise<WrittenMaps> {
  const mapped = mappedCase(store, options);
  const { record, model } = mapped;
  await makeOutputFolder(store, options.out);
  const disagreement = options.kinds.includes('disagreement');
  const fileOf = (kind: MapKind, label: { readonly value: number } | null): string => join(options.out, `${record.name}-${nameOfMap(kind, label)}.nii.gz`);
  for (const kind of options.kinds) {
    for (const label of kind === 'probability' ? model.plan.outputs.slice(1) : [null]) refuseExisting(fileOf(kind, label), options.force);
  }
  return withWorkFolder(store, async (folder) => {
    const result = await askForMaps(store, engine, mapped, { folder, numbers: 'float32', disagreement }, work);
    const planned = result.maps.filter(({ kind }) => options.kinds.includes(kind)).map(({ kind, output, file }) => {
      const label = labelOf(model.plan, output);
      return { kind, label, from: join(folder, file), file: fileOf(kind, label) };
    });
    for (const { from, file } of planned) await writeFloats(mapped, await readFloats(from), file, work.signal);
    await describeFiles(store, mapped, planned, version, work.signal);
    const notes = [...notesOf(mapped, disagreement, result), ...sliceNote(mapped)];
    return { modelId: model.id, written: planned.map(({ kind, label, file }) => ({ kind, label, file })), notes } as unknown as WrittenMaps;
  });
}

/** @throws UserFacingError as `explainCase` and `writeMaps` */
export async function writeExplanation(store: ProjectStore, engine: Engine, options: WriteExplanationOptions, { person, version }: { readonly person: string; readonly version: string }, work: LongWork): Promise<WrittenMaps> {
  const { out, force, slice } = options;
  const picture = /\.png$/i.test(out);
  if (!picture && !/\.nii(\.gz)?$/i.test(out)) throw failure('bad-input', explanationSentences.unknownEnding, { file: out });
  if (picture && slice === null) throw failure('bad-input', explanationSentences.pictureOfSlice, {});
  const asked = whatIsAsked(store, options, person);
  const { mapped, label } = asked;
  refuseExisting(out, force);
  await makeOutputFolder(store, dirname(out));
  return withWorkFolder(store, async (folder) => {
    const file = join(folder, 'explanation');
    const result = await askForExplanation(store, engine, asked, { folder, file, numbers: 'float32' }, work);
    const values = await readFloats(file);
    if (picture && slice !== null) await writeWhole(out, await drawExplanation(store, mapped, slice, values));
    else await writeFloats(mapped, values, out, work.signal);
    await describeFiles(store, mapped, [{ kind: 'explanation', label, file: out }], version, work.signal);
    const notes = [...notesOfExplanation(asked, result), ...(picture ? [] : sliceNote(mapped))];
    return { modelId: mapped.model.id, written: [{ kind: 'explanation', label, file: out }], notes } as unknown as WrittenMaps;
  });
}

/** Beside each file which model made it of which image, and the newest hash of the log; in the log what left the project. */
async function describeFiles(
  store: ProjectStore, { record, model, image, slice }: MappedCase,
  written: readonly { readonly kind: string; readonly label: OutputLabel | null; readonly file: string }[], version: string, signal: AbortSignal,
): Promise<void> {
  const files: { readonly name: string; readonly sha256: string }[] = [];
  for (const { kind, label, file } of written) {
    const { sha256 } = await hashFile(file, signal);
    await describeMadeFile(store, {
      file, sha256, model, image: { name: image.sourceFiles[0] ?? image.name, sha256: image.sourceHash }, more: { case: record.name, kind, label, slice },
    }, version);
    files.push({ name: basename(file), sha256 });
  }
  if (store.readOnly === null) store.events.append('maps-written', { case: record.id, model: model.id, files });
}

async function readFloats(file: string): Promise<Float32Array> {
  const bytes = await readFile(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

async function writeFloats({ image, size, axis, slice }: MappedCase, values: Float32Array, file: string, signal: AbortSignal): Promise<void> {
  const { geometry, trust, header } = image;
  const whole = slice === null ? values : new Float32Array(voxelCount(geometry.size));
  if (slice !== null) {
    const strides = [1, geometry.size[0], geometry.size[0] * geometry.size[1]];
    let from = 0;
    for (let k = 0; k < size[2]; k += 1) {
      for (let j = 0; j < size[1]; j += 1) {
        for (let i = 0; i < size[0]; i += 1, from += 1) whole[i + j * strides[1]! + k * strides[2]! + slice * strides[axis]!] = values[from] as number;
      }
    }
  }
  await writeVolume(file, mapHeader(header, { geometry, trust }), new Uint8Array(whole.buffer), signal);
}

async function drawExplanation(store: ProjectStore, { image, axis }: MappedCase, slice: number, values: Float32Array): Promise<Uint8Array> {
  const { width, height, pixels } = drawHeat(await readSlice(store, image, axis, slice), values, image.geometry, axis);
  return encode({ width, height, data: pixels, depth: 8, channels: 3 });
}

function sliceNote({ slice }: MappedCase): Sentence[] {
  return slice === null ? [] : [fill(explanationSentences.onlySlice, { slice })];
}

function refuseExisting(file: string, force: boolean): void {
  if (force) return;
  for (const one of [file, sidecarOf(file)]) if (existsSync(one)) throw failure('conflict', explanationSentences.exists, { file: one });
}
