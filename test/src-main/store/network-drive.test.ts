import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { networkDriveType } from '#main/store/network-drive.ts';
import { createProject, openProject } from '#main/store/open-project.ts';
import { newCase, paintVoxel, person, sampleProject, temporaryFolder } from './sample-project.ts';

/** Lines as Linux writes them: proc_mounts(5), fields of fstab(5), blanks as \040. */
const mounts = [
  'proc /proc proc rw,nosuid 0 0',
  '/dev/sda2 / ext4 rw,relatime 0 0',
  'server:/export/home /home nfs4 rw,vers=4.2,addr=192.0.2.1 0 0',
  '/dev/sdb1 /home/local xfs rw 0 0',
  '//nas/scans /mnt/my\\040scans cifs rw,username=x 0 0',
  'host:/data /mnt/remote fuse.sshfs rw,nosuid 0 0',
  '/dev/sdc1 /mnt/twice ext4 rw 0 0',
  'nas:/x /mnt/twice nfs rw 0 0',
  'none /mnt/c 9p rw,aname=drvfs 0 0',
  '',
].join('\n');

describe('a network drive', () => {
  it.each([
    ['/home/ada/livers', 'nfs4'],
    ['/home', 'nfs4'],
    ['/home/local/livers', null],
    ['/homework/livers', null],
    ['/mnt/my scans/livers', 'cifs'],
    ['/mnt/my', null],
    ['/mnt/remote/a', 'fuse.sshfs'],
    ['/mnt/twice/a', 'nfs'],
    ['/mnt/c/Users', null],
    ['/var/tmp', null],
  ])('is found under %s: %s', (folder, type) => {
    expect(networkDriveType(folder, mounts)).toBe(type);
  });

  it('is nowhere on a system that lists no mounts, but for addresses of Windows shares', () => {
    expect(networkDriveType('/home/ada', null)).toBeNull();
    expect(networkDriveType('C:\\livers', null)).toBeNull();
    expect(networkDriveType('\\\\nas\\scans', null)).toBe('UNC');
  });

  const everythingIsNfs = 'nas:/x / nfs4 rw 0 0\n';

  it('lets a project be read, with the reason, and nothing be changed', async () => {
    const sample = await sampleProject();
    const { folder } = sample.store;
    paintVoxel(sample, [1, 2, 3], 1);
    sample.store.reviews.mark(sample.labelmapId, [3], 'complete', person);
    const voxels = sample.store.labelmaps.voxels(sample.labelmapId);
    sample.store.close();

    const store = await openProject(folder, { mounts: everythingIsNfs });
    expect(store.readOnly?.en).toContain('network drive (nfs4)');
    expect(store.readOnly?.['zh-CN']).toContain('nfs4');
    expect(Buffer.compare(store.labelmaps.voxels(sample.labelmapId), voxels)).toBe(0);
    expect(store.reviews.completeSlices(sample.labelmapId)).toEqual([3]);
    expect(store.events.verifyChain()).toEqual([]);
    const refused = expect.objectContaining({ code: 'conflict', sentence: store.readOnly }) as unknown;
    expect(() => paintVoxel({ ...sample, store }, [1, 2, 3], 2)).toThrow(refused);
    expect(() => store.settings.set({ modality: 'mr' })).toThrow(refused);
    expect(() => store.jobs.add('train', 'engine', null)).toThrow(refused);
    expect(() => store.labelmaps.forAnnotator(sample.caseId, 'Bob')).toThrow(refused);
    await expect(store.blobs.write(new Uint8Array(3))).rejects.toThrow(refused);
    await expect(newCase(store)).rejects.toThrow(refused);
    store.close();
  });

  it('keeps a project closed that another computer may have open', async () => {
    const { store } = await sampleProject();
    store.close();
    await writeFile(join(store.folder, 'project.sqlite-wal'), '');
    await expect(openProject(store.folder, { mounts: everythingIsNfs })).rejects.toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('gets no new project', async () => {
    const folder = join(await temporaryFolder(), 'new');
    await expect(createProject(folder, { mounts: everythingIsNfs })).rejects.toThrow(expect.objectContaining({ code: 'bad-input' }));
    await expect(openProject(folder)).rejects.toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});
