/** An engine that computes nothing: it learns the brightness that parts label 1 from the rest, in no time. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '#main/engine-client/engine.ts';
import type { EngineDescription, EngineEvent, EngineRequest, ExplainRequest, ExplainResult, JudgeRequest, LastLookTook, MapRequest, MapResult, PausedResult, ReadSlicesRequest, ResultOf, SegmentRequest, TrainRequest } from '#main/engine-client/protocol.ts';
import { cutSlice, writeJudgedSlice } from '#main/files/judged-slice.ts';
import type { CaseJudgement } from '#shared/learning/evaluation/case-judgement.ts';
import { noMeasures } from '#shared/learning/evaluation/measure-case.ts';
import type { SnapshotCase, SnapshotManifest, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { bytesPerVoxel, viewVoxels, type VoxelArray } from '#shared/voxels/voxel-type.ts';

const description: EngineDescription = { library: 'JavaScript', version: '0', device: 'CPU', note: null };

export interface FakeEngine extends Engine {
  readonly requests: EngineRequest[];
  /** Called before each request is answered; may wait or throw. */
  before: (request: EngineRequest, signal: AbortSignal, onEvent: (event: EngineEvent) => void) => Promise<void>;
}

export function fakeEngine(): FakeEngine {
  const engine: FakeEngine = {
    requests: [],
    before: async () => {},
    async run<Request extends EngineRequest>(request: Request, onEvent: (event: EngineEvent) => void, signal: AbortSignal, pause?: AbortSignal) {
      engine.requests.push(request);
      const left = new Promise<void>((resolve) => { if (request.kind === 'train') pause?.addEventListener('abort', () => resolve()); });
      await Promise.race([engine.before(request, signal, onEvent), left]);
      if (signal.aborted) throw new UserFacingError('cancelled', { en: 'cancelled', 'zh-CN': '已取消' });
      if (pause?.aborted === true && request.kind === 'train') return leave(request) as ResultOf<Request>;
      return await answer(request, onEvent) as ResultOf<Request>;
    },
    close: async () => {},
  };
  return engine;
}

/** Before its first step: it has learnt nothing yet. */
function leave({ outputFolder }: TrainRequest): PausedResult {
  const checkpoint = path.join(outputFolder, 'checkpoint-0');
  mkdirSync(checkpoint);
  writeFileSync(path.join(checkpoint, 'model.json'), '{ "step": 0 }');
  return { kind: 'paused', checkpoint, step: 0, steps: 1 };
}

async function answer(request: EngineRequest, onEvent: (event: EngineEvent) => void): Promise<unknown> {
  switch (request.kind) {
    case 'probe': return { kind: 'probe', engine: description };
    case 'train': return train(request, onEvent);
    case 'segment': return segment(request, onEvent);
    case 'judge': return judgeTogether(request);
    case 'read-slices': return readSlices(request, onEvent);
    case 'map': return mapCase(request);
    case 'explain': return explain(request);
  }
}

async function train(request: TrainRequest, onEvent: (event: EngineEvent) => void): Promise<unknown> {
  const { cases } = JSON.parse(readFileSync(request.manifest, 'utf8')) as SnapshotManifest;
  let [inside, insideCount, outside, outsideCount] = [0, 0, 0, 0];
  for (const one of cases.filter(({ role }) => role === 'train')) {
    const voxels = readVoxels({ ...one.image, path: path.join(request.projectFolder, one.image.path) });
    const labels = readFileSync(path.join(request.projectFolder, one.labelmap.path));
    voxels.forEach((value: number, at: number) => {
      if (labels[at] === 0) { outside += value; outsideCount += 1; } else { inside += value; insideCount += 1; }
    });
  }
  onEvent({ kind: 'step', step: 1, steps: 1, loss: 0.5, minutesLeft: 0 });
  const modelFolder = path.join(request.outputFolder, 'model');
  mkdirSync(modelFolder);
  const threshold = (inside / insideCount + outside / outsideCount) / 2;
  writeFileSync(path.join(modelFolder, 'threshold'), String(threshold));
  const judgedBy = (wanted: SnapshotCase['role'], dice: number): Promise<CaseJudgement[]> =>
    Promise.all(cases.filter(({ role }) => role === wanted).map((one) => judge(one, dice, threshold, request)));
  return {
    kind: 'train', plan: request.plan, modelFolder, parameters: 1, steps: 1, seconds: 0.1, finalLoss: 0.5,
    validation: { dice: request.plan.outputs.slice(1).map(() => 0.9), meanDice: 0.9 }, cases: await judgedBy('validation', 0.9), testCases: await judgedBy('test', 0.8), engine: description,
    // A minute of the network, and half a minute of measuring, for each case.
    lastLook: lastLookOf(cases.filter(({ role }) => role === 'validation').length),
  };
}

function lastLookOf(cases: number): LastLookTook {
  return { cases, predictingSeconds: 60 * cases, measuringSeconds: 30 * cases };
}

/** Says that something went wrong on the middle slice, and what it would have drawn there. */
async function judge(
  { caseId, name, patient, image, labelmap, sliceAxis, completeSlices }: SnapshotCase, dice: number, threshold: number,
  { projectFolder, outputFolder }: Pick<TrainRequest, 'projectFolder' | 'outputFolder'>,
): Promise<CaseJudgement> {
  const slice = completeSlices[completeSlices.length >> 1]!;
  const labels = new Uint8Array(readFileSync(path.join(projectFolder, labelmap.path)));
  const predicted = Uint8Array.from(readVoxels({ ...image, path: path.join(projectFolder, image.path) }), (value) => (value > threshold ? 1 : 0));
  const [prediction, reference] = [predicted, labels].map((volume) => cutSlice(volume, image.geometry, sliceAxis, slice)) as [Uint8Array, Uint8Array];
  await writeJudgedSlice(outputFolder, caseId, { prediction, reference });
  return {
    caseId, name, patient, unit: 'mm', partly: null, worst: { axis: sliceAxis, slice, wrong: 1 },
    labels: { 1: { ...noMeasures, found: 'both', dice, hd95: 2 } },
  };
}

async function judgeTogether(request: JudgeRequest): Promise<unknown> {
  const { cases } = JSON.parse(readFileSync(request.manifest, 'utf8')) as SnapshotManifest;
  const threshold = thresholdOf(request.modelFolders);
  const judged = await Promise.all(cases.filter(({ role }) => role === request.role).map((one) => judge(one, 0.7, threshold, request)));
  return { kind: 'judge', validation: { dice: [0.7], meanDice: 0.7 }, cases: judged, engine: description };
}

/** Of several models the mean. */
function thresholdOf(folders: readonly string[]): number {
  return folders.reduce((sum, folder) => sum + Number(readFileSync(path.join(folder, 'threshold'), 'utf8')), 0) / folders.length;
}

function segment(request: SegmentRequest, onEvent: (event: EngineEvent) => void): unknown {
  const threshold = thresholdOf(request.modelFolders);
  for (const { name, image, output } of request.volumes) {
    writeFileSync(output, Uint8Array.from(readVoxels(image), (value) => (value > threshold ? 1 : 0)));
    onEvent({ kind: 'segmented', name, output });
  }
  return { kind: 'segment', engine: description };
}

/** Sure of label 1 where `segment` finds it, as sure as the temperature allows, and unsure of nothing. */
function mapCase({ modelFolders, volume: { image }, sliceAxis, slice, temperature, disagreement, numbers, folder }: MapRequest): MapResult {
  const threshold = thresholdOf(modelFolders);
  const found = Uint8Array.from(readVoxels(image), (value) => (value > threshold ? 1 : 0));
  const part = slice === null ? found : cutSlice(found, image.geometry, sliceAxis, slice);
  const write = (file: string, value: (label: number) => number): void => {
    const values = Float32Array.from(part, value);
    writeFileSync(path.join(folder, file), numbers === 'float32' ? new Uint8Array(values.buffer) : Uint8Array.from(values, (one) => Math.round(255 * one)));
  };
  write('probability-1', (label) => label / temperature);
  write('uncertainty', () => 0);
  if (disagreement !== null) write('disagreement', () => 0);
  const networks = modelFolders.length > 1 ? modelFolders.length : disagreement?.masks ?? 0;
  return {
    kind: 'map', engine: description,
    maps: [
      { kind: 'probability', output: 1, file: 'probability-1', maximum: 1 }, { kind: 'uncertainty', output: null, file: 'uncertainty', maximum: 1 },
      ...(disagreement === null ? [] : [{ kind: 'disagreement', output: null, file: 'disagreement', maximum: 0 } as const]),
    ],
    disagreement: disagreement === null ? null : { between: modelFolders.length > 1 ? 'models' : 'masks', networks },
  };
}

/** The region itself is what speaks for it; of no region, all that is there. */
function explain({ volume: { image }, region, sliceAxis, slice, numbers, file }: ExplainRequest): ExplainResult {
  const { size } = image.geometry;
  const mask = region === null ? new Uint8Array(size[0] * size[1] * size[2]).fill(1) : new Uint8Array(readFileSync(region));
  const part = slice === null ? mask : cutSlice(mask, image.geometry, sliceAxis, slice);
  writeFileSync(file, numbers === 'float32' ? new Uint8Array(Float32Array.from(part).buffer) : part.map((one) => 255 * one));
  const regionVoxels = part.filter((one) => one === 1).length;
  return { kind: 'explain', maximum: regionVoxels === 0 ? 0 : 1, regionVoxels, score: regionVoxels === 0 ? null : 2, engine: description };
}

/** It is as unsure of a slice as the slice's number is large, and finds label 1 where `segment` does; all slices look alike. */
function readSlices(request: ReadSlicesRequest, onEvent: (event: EngineEvent) => void): unknown {
  const threshold = thresholdOf(request.modelFolders);
  for (const { name, image, sliceAxis, slices } of request.volumes) {
    const found = Uint8Array.from(readVoxels(image), (value) => (value > threshold ? 1 : 0));
    const readings = slices.map((slice) => {
      const labels = cutSlice(found, image.geometry, sliceAxis, slice);
      const entropy = slice / image.geometry.size[sliceAxis];
      const inside = labels.filter((label) => label === 1).length;
      return {
        entropy, mutualInformation: request.masks > 0 || request.modelFolders.length > 1 ? entropy / 2 : null,
        outputs: [labels.length - inside, inside].map((voxels) => ({ voxels, entropy: voxels === 0 ? 0 : entropy })),
        // Of each label's voxels it is as sure as it is not unsure.
        sums: [labels.length - inside, inside].map((voxels) => ({ sure: voxels * (1 - entropy), expected: voxels, highest: voxels === 0 ? 0 : 1 - entropy })),
      };
    });
    onEvent({ kind: 'slices-read', name, readings, features: slices.map(() => [1, 0]) });
  }
  return { kind: 'read-slices', engine: description };
}

function readVoxels({ path: file, voxelType }: Pick<VolumeFile, 'path' | 'voxelType'>): VoxelArray {
  const bytes = new Uint8Array(readFileSync(file)).slice();
  return viewVoxels(voxelType, bytes.buffer, 0, bytes.length / bytesPerVoxel[voxelType]);
}
