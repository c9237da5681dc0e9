import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { at, size, stroke, withCase } from '../host/people-in-test.ts';

type Place = Awaited<ReturnType<typeof withCase>>;

function newestSnapshot({ project }: Place): SnapshotManifest {
  const manifests = readdirSync(path.join(project, 'snapshots')).map((file) => JSON.parse(readFileSync(path.join(project, 'snapshots', file), 'utf8')) as SnapshotManifest);
  return manifests.sort((a, b) => a.createdAt.localeCompare(b.createdAt)).at(-1)!;
}

/** Slices that teach, and of each whether the left half of it is labelled, as the file holds it. */
function taught(place: Place): readonly (readonly [number, boolean])[] {
  const { cases } = newestSnapshot(place);
  return cases.flatMap(({ completeSlices, labelmap }) => {
    const voxels = readFileSync(path.join(place.project, labelmap.path));
    const slice = size[0] * size[1];
    return completeSlices.map((k) => {
      const held = voxels.subarray(k * slice, (k + 1) * slice);
      expect(held.filter((label) => label === 1).length % (slice / 2)).toBe(0);
      return [k, held[0] === 1] as const;
    });
  }).sort((a, b) => a[0] - b[0]);
}

describe('where only reviewed slices teach', () => {
  it('slices that their annotator alone confirmed are in no snapshot, and count for nothing before one', async () => {
    const place = await withCase();
    const { client } = place;
    const { labelmapId } = await client.labels.open({ caseId: place.caseId });
    for (const k of [1, 2]) await client.labels.commit(stroke(labelmapId, k));
    await client.labels.mark({ labelmapId, slices: [0, 1, 2, 3], state: 'complete' });
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 4, ready: true });
    expect((await client.project.current())!.settings.onlyReviewedTeach).toBe(false);

    expect((await client.project.changeSettings({ onlyReviewedTeach: true })).settings).toMatchObject({ onlyReviewedTeach: true, conflictingForms: 'sform' });
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 0, ready: false });
    const bob = at(place, 'Bob');
    await bob.reviews.accept({ labelmapId, slices: [1, 3] });
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 2, ready: true });
    await place.run(client.training.start({ epochs: 1 }));
    expect(taught(place)).toEqual([[1, true], [3, false]]);
    await bob.reviews.return({ labelmapId, slices: [3], comment: null, pins: [{ voxel: [0, 0, 3], labelIndex: null, severity: 'minor', text: 'x' }] });
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 1 });

    await client.project.changeSettings({ onlyReviewedTeach: false, modality: 'mr' });
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 3 });
  });
});

describe('where several people have worked on one case', () => {
  it('each slice teaches once, by the labels of whoever it was reviewed of, else of whoever completed most', async () => {
    const place = await withCase();
    const { client } = place;
    const [bob, carla] = [at(place, 'Bob'), at(place, 'Carla')];
    const caseId = place.caseId as never;
    const [hers, his] = [(await client.labels.open({ caseId })).labelmapId, (await bob.labels.open({ caseId })).labelmapId];
    await client.labels.commit(stroke(hers, 1));
    await client.labels.mark({ labelmapId: hers, slices: [0, 1, 2], state: 'complete' });
    for (const k of [0, 1, 2, 4]) await bob.labels.commit(stroke(his, k));
    await bob.labels.mark({ labelmapId: his, slices: [2, 4], state: 'complete' });
    expect(await client.training.readiness()).toMatchObject({ cases: 1, completeSlices: 4, patients: 1 });
    await place.run(client.training.start({ epochs: 1 }));
    // Slice 2 is empty with her, who has completed three.
    expect(taught(place)).toEqual([[0, false], [1, true], [2, false], [4, true]]);
    await carla.reviews.accept({ labelmapId: his, slices: [2] });
    await place.run(client.training.start({ epochs: 1 }));
    expect(taught(place)).toEqual([[0, false], [1, true], [2, true], [4, true]]);
  });

  it('a second reading teaches nothing', async () => {
    const place = await withCase();
    const { client } = place;
    const caseId = place.caseId as never;
    await client.secondReadings.plan({ caseId, annotator: 'Bob' });
    const bob = at(place, 'Bob');
    const { labelmapId } = await bob.labels.open({ caseId });
    await bob.labels.commit(stroke(labelmapId, 1));
    await bob.labels.mark({ labelmapId, slices: 'all', state: 'complete' });
    expect(await client.training.readiness()).toMatchObject({ completeSlices: 0, ready: false });
    expect((await client.cases.list())[0]).toMatchObject({ completeSlices: 0 });
  });
});
