/** What a model thinks of a case, from the host: what is kept is read, else it is computed there first. */
import { voxelCount } from '#shared/geometry/affine.ts';
import type { CaseMaps, ExplainOptions, Explanation, KeptMap, MapOptions } from '#shared/contract/explanation.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { client } from './client.ts';
import { downloadVoxels } from './volume.ts';

export type Waiting = (jobId: Job['id']) => Promise<Job | null>;

/**
 * @param end of a job that was started
 * @returns null where it was stopped or failed, which is told elsewhere
 */
export async function caseMaps(options: MapOptions, end: Waiting): Promise<CaseMaps | null> {
  const kept = await client.explanation.maps(options);
  if (kept !== null) return kept;
  const job = await end((await client.explanation.computeMaps(options)).jobId);
  return job?.state === 'done' ? job.result as CaseMaps : null;
}

/** As `caseMaps`. */
export async function explanationOf(options: ExplainOptions, end: Waiting): Promise<Explanation | null> {
  const kept = await client.explanation.explained(options);
  if (kept !== null) return kept;
  const job = await end((await client.explanation.explain(options)).jobId);
  return job?.state === 'done' ? job.result as Explanation : null;
}

export async function mapBytes({ path }: KeptMap, size: Vec3, signal: AbortSignal, progress: (share: number) => void): Promise<Uint8Array> {
  return await downloadVoxels({ path, type: 'uint8', count: voxelCount(size), signal, progress }) as Uint8Array;
}
