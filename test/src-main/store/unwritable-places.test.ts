import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProject, openProject } from '#main/store/open-project.ts';
import { paintVoxel, sampleProject, temporaryFolder } from './sample-project.ts';

/** Nobody's number on Linux and macOS alike. */
const nobody = 65534;

/** Goes on as a user who may read everything here and write nothing. */
async function withoutPermission(folder: string): Promise<void> {
  await chmod(folder, 0o555);
  onTestFinished(() => chmod(folder, 0o755));
  if (process.getuid?.() !== 0) return;
  process.seteuid!(nobody);
  onTestFinished(() => process.seteuid!(0));
}

describe.skipIf(process.platform === 'win32')('a folder without permission to write', () => {
  it('is opened for reading, says so, and stays as it is', async () => {
    const sample = await sampleProject();
    const { folder } = sample.store;
    const edit = paintVoxel(sample, [1, 2, 3], 1);
    sample.store.close();
    await chmod(dirname(folder), 0o755);
    await chmod(join(folder, 'project.sqlite'), 0o444);
    await withoutPermission(folder);
    const store = await openProject(folder);
    expect(store.readOnly?.en).toContain('open for reading only');
    expect(store.labelmaps.history(sample.labelmapId).map(({ id }) => id)).toEqual([edit]);
    expect(() => paintVoxel({ ...sample, store }, [1, 2, 3], 2)).toThrow(expect.objectContaining({ code: 'conflict', sentence: store.readOnly }));
    store.close();
    expect((await readdir(folder)).sort()).toEqual(['blobs', 'models', 'project.sqlite', 'snapshots']);
  });

  it('is not opened where the last writer ended without closing, for what is in its log would be missing', async () => {
    const { store } = await sampleProject();
    store.close();
    await writeFile(join(store.folder, 'project.sqlite-wal'), 'something');
    await chmod(dirname(store.folder), 0o755);
    await withoutPermission(store.folder);
    await expect(openProject(store.folder)).rejects.toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('gets no new project', async () => {
    const parent = await temporaryFolder();
    await withoutPermission(parent);
    await expect(createProject(join(parent, 'new'))).rejects.toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(await readdir(parent)).toEqual([]);
  });
});

/** A mount of our own, in a name space of our own: Linux, where the machine allows it. */
const mounting = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'];
const canMount = process.platform === 'linux' && spawnSync(mounting[0]!, [...mounting.slice(1), 'mount -t tmpfs tmpfs /tmp'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!canMount)('a full disk (where a small disk can be mounted)', () => {
  it('gives one sentence, keeps what was acknowledged, and leaves nothing half-written', async () => {
    const disk = join(await temporaryFolder(), 'disk');
    await mkdir(disk);
    const script = fileURLToPath(new URL('fill-a-disk.ts', import.meta.url));
    const { stdout, stderr, status } = spawnSync(
      mounting[0]!,
      [...mounting.slice(1), 'mount -t tmpfs -o size=3m tmpfs "$0" && exec "$1" "$2" "$0"', disk, process.execPath, script],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toMatchObject({
      createdInTooLittle: { code: 'disk-full', left: [] },
      largeBlob: { code: 'disk-full', unfinished: [] },
      stroke: { code: 'disk-full' },
      case: { code: 'disk-full' },
      integrity: 'ok',
      heads: [],
      chain: [],
      casesAfter: 1,
    });
    expect(told['kept']).toBe(told['acknowledged']);
    expect(told['acknowledged']).toBeGreaterThan(3);
    expect(told['afterRoomWasMade']).toBe((told['acknowledged'] as number) + 1);
  });
});
