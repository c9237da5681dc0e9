/** An engine that computes nothing: it learns the brightness that parts label 1 from the rest, in no time. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Engine } from '#main/engine-client/engine.ts';
import type { EngineDescription, EngineEvent, EngineRequest, ResultOf, SegmentRequest, TrainRequest } from '#main/engine-client/protocol.ts';
import type { SnapshotManifest, VolumeFile } from '#shared/learning/snapshot-manifest.ts';
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
    async run<Request extends EngineRequest>(request: Request, onEvent: (event: EngineEvent) => void, signal: AbortSignal) {
      engine.requests.push(request);
      await engine.before(request, signal, onEvent);
      if (signal.aborted) throw new UserFacingError('cancelled', { en: 'cancelled', 'zh-CN': '已取消' });
      return answer(request, onEvent) as ResultOf<Request>;
    },
    close: async () => {},
  };
  return engine;
}

function answer(request: EngineRequest, onEvent: (event: EngineEvent) => void): unknown {
  switch (request.kind) {
    case 'probe': return { kind: 'probe', engine: description };
    case 'train': return train(request, onEvent);
    case 'segment': return segment(request, onEvent);
  }
}

function train(request: TrainRequest, onEvent: (event: EngineEvent) => void): unknown {
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
  writeFileSync(path.join(modelFolder, 'threshold'), String((inside / insideCount + outside / outsideCount) / 2));
  return {
    kind: 'train', plan: request.plan, modelFolder, parameters: 1, steps: 1, seconds: 0.1, finalLoss: 0.5,
    validation: { dice: request.plan.outputs.slice(1).map(() => 0.9), meanDice: 0.9 }, cases: [], engine: description,
  };
}

function segment(request: SegmentRequest, onEvent: (event: EngineEvent) => void): unknown {
  const threshold = Number(readFileSync(path.join(request.modelFolders[0] ?? '', 'threshold'), 'utf8'));
  for (const { name, image, output } of request.volumes) {
    writeFileSync(output, Uint8Array.from(readVoxels(image), (value) => (value > threshold ? 1 : 0)));
    onEvent({ kind: 'segmented', name, output });
  }
  return { kind: 'segment', engine: description };
}

function readVoxels({ path: file, voxelType }: Pick<VolumeFile, 'path' | 'voxelType'>): VoxelArray {
  const bytes = new Uint8Array(readFileSync(file)).slice();
  return viewVoxels(voxelType, bytes.buffer, 0, bytes.length / bytesPerVoxel[voxelType]);
}
