/** Several people at one host with one case, which is three millimetres from slice to slice. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { clientOf, type Client } from '#main/cli/connect.ts';
import type { EditToCommit } from '#shared/contract/labels.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import { writeNifti } from '../tiny-nifti.ts';
import { hostInTest, type HostInTest } from './host-in-test.ts';

export const size = [16, 12, 6] as const;

/** Whoever is at another window of the same host. */
export function at({ host }: HostInTest, person: string): Client {
  return clientOf({
    fetch: (request) => {
      request.headers.set('lamina-person', encodeURIComponent(person));
      return host.fetch(request);
    },
  });
}

export async function withCase(): Promise<HostInTest & { readonly caseId: string }> {
  const place = await hostInTest();
  const file = writeNifti(path.join(place.folder, 'scan.nii.gz'), { size, voxel: (i, j, k) => i + j + 40 * k, spacing: [1, 1, 3] });
  await place.run(place.client.cases.import({ paths: [file], modality: 'mr' }));
  await place.client.labels.add({ value: 1, name: 'liver', colour: '#e69f00', code: null, locked: false });
  const [one] = await place.client.cases.list();
  return { ...place, caseId: one!.id };
}

/** Half of a slice in label 1. */
export function stroke(labelmapId: string, k: number, expected: string | null = null): EditToCommit {
  const runs = Buffer.from(encodeRuns(Uint8Array.from({ length: size[0] * size[1] }, (_, voxel) => (voxel % size[0] < 8 ? 1 : 0)))).toString('base64');
  return { id: randomUUID() as never, labelmapId: labelmapId as never, tool: 'brush', tiles: [{ k, tile: 0, expected: expected as never, runs }] };
}
