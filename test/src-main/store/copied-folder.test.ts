import { cp, readFile, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '#main/store/open-project.ts';
import { paintVoxel, person, sampleProject, temporaryFolder } from './sample-project.ts';

describe('the folder of a closed project', () => {
  it('is whole: no log beside the file, and a copy holds everything', async () => {
    const sample = await sampleProject();
    const { store, labelmapId, caseId } = sample;
    paintVoxel(sample, [7, 8, 1], 2);
    store.reviews.mark(labelmapId, [1], 'complete', person);
    const voxels = store.labelmaps.voxels(labelmapId);
    const record = store.cases.get(caseId);
    store.close();
    expect((await readdir(store.folder)).filter((name) => name.startsWith('project'))).toEqual(['project.sqlite']);

    const copy = join(await temporaryFolder(), 'copied');
    await cp(store.folder, copy, { recursive: true });
    const opened = await openProject(copy);
    expect(Buffer.compare(opened.labelmaps.voxels(labelmapId), voxels)).toBe(0);
    expect(opened.reviews.completeSlices(labelmapId)).toEqual([1]);
    expect(opened.cases.get(caseId)).toEqual(record);
    expect((await opened.blobs.read(record.images[0]!.image.blob)).length).toBe(voxels.length);
    expect(opened.projectId).toBe(store.projectId);
    opened.close();
  });

  it('names neither its own place nor the folders that images came from', async () => {
    const { store } = await sampleProject();
    store.close();
    const file = await readFile(join(store.folder, 'project.sqlite'));
    expect((await stat(join(store.folder, 'project.sqlite'))).size).toBe(file.length);
    expect(file.includes('scan.nii')).toBe(true);
    for (const path of [store.folder, '/somewhere/else']) expect(file.includes(path)).toBe(false);
  });

  it('goes on in a chain of its own after a copy, and in the same one after a move', async () => {
    const sample = await sampleProject();
    const { store, labelmapId } = sample;
    store.close();
    const parent = await temporaryFolder();
    const [copy, moved] = [join(parent, 'copy'), join(parent, 'moved')];
    await cp(store.folder, copy, { recursive: true });
    await rename(store.folder, moved);

    const events = async (folder: string, i: number): Promise<string | null> => {
      const opened = await openProject(folder);
      paintVoxel({ ...sample, store: opened }, [i, 0, 0], 1);
      expect(opened.events.verifyChain()).toEqual([]);
      expect(opened.labelmaps.history(labelmapId).length).toBe(1);
      const head = opened.events.head();
      opened.close();
      return head;
    };
    const origins = async (folder: string): Promise<{ origin: string; kind: string; seq: number }[]> => {
      const { default: Sqlite } = await import('better-sqlite3');
      const database = new Sqlite(join(folder, 'project.sqlite'), { readonly: true });
      const rows = database.prepare<[], { origin: string; kind: string; seq: number }>('SELECT origin, kind, seq FROM event ORDER BY position').all();
      database.close();
      return rows;
    };
    expect(await events(copy, 1)).not.toBe(await events(moved, 2));
    const [ofCopy, ofMoved] = [await origins(copy), await origins(moved)];
    expect(new Set(ofMoved.map(({ origin }) => origin)).size).toBe(1);
    expect(ofCopy.slice(0, -2)).toEqual(ofMoved.slice(0, -1));
    const [begun, edited] = ofCopy.slice(-2);
    expect(begun).toMatchObject({ kind: 'origin', seq: 1 });
    expect(edited).toMatchObject({ origin: begun!.origin, kind: 'edit', seq: 2 });
    expect(begun!.origin).not.toBe(ofMoved[0]!.origin);
  });
});
