/** A project of balls with a test set, and what the engine was asked while an annotator was replayed in it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SimulationOptions } from '#shared/contract/simulation.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { EngineRequest, TrainRequest } from '#main/engine-client/protocol.ts';
import type { SimulationResult } from '#main/use-cases/simulate-report.ts';
import type { RoundOutcome } from '#shared/learning/simulation/round-outcome.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';
import { writeBalls } from '../tiny-nifti.ts';

/** A training, and what it was taught with. */
export interface Taught { readonly request: TrainRequest; readonly manifest: SnapshotManifest }

export interface Simulated extends HostInTest {
  /** As they came; manifests are gone afterwards. */
  readonly taught: Taught[];
  readonly judged: SnapshotManifest[];
  readonly asked: EngineRequest[];
  /** Patients of the project's test set. */
  readonly tests: readonly string[];
}

/** Twelve cases of six slices; five patients are the test set, so that the pool has 42. */
export async function withTestSet(): Promise<Simulated> {
  const place = await hostInTest();
  const { images, labels } = writeBalls(place.folder, 12);
  await place.run(place.client.cases.import({ paths: [images], labels, modality: 'mr' }));
  const drawn = await place.client.training.drawTestSet({});
  const taught: Taught[] = [];
  const judged: SnapshotManifest[] = [];
  const asked: EngineRequest[] = [];
  place.engine.before = async (request) => {
    asked.push(request);
    if (request.kind === 'train') taught.push({ request, manifest: read(request.manifest) });
    if (request.kind === 'judge') judged.push(read(request.manifest));
  };
  return { ...place, taught, judged, asked, tests: drawn.drawn!.patients };
}

function read(file: string): SnapshotManifest {
  return JSON.parse(readFileSync(file, 'utf8')) as SnapshotManifest;
}

/** 4, 10 and 21 of 42 slices. */
export const thirds = [10, 25, 50];

export const simulate = (place: HostInTest, options: Partial<SimulationOptions> = {}): Promise<Job> => place.run(place.client.simulation.run({
  strategies: ['random', 'foreground-random'], seeds: [1, 2], budgets: thirds, steps: 30, full: false, out: path.join(place.folder, 'out'), ...options,
}));

export async function simulated(place: HostInTest, options: Partial<SimulationOptions> = {}): Promise<SimulationResult> {
  const job = await simulate(place, options);
  if (job.state !== 'done') throw new Error(`${job.state}: ${job.error?.sentence.en ?? ''}`);
  return job.result as SimulationResult;
}

export interface Results extends SimulationResult { readonly outcomes: readonly RoundOutcome[] }

export function resultsIn(folder: string): Results {
  return JSON.parse(readFileSync(path.join(folder, 'results.json'), 'utf8')) as Results;
}
