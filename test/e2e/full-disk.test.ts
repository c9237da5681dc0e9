import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

/** A small disk of our own, in a name space of our own: Linux, where the machine allows it. */
const inNameSpace = ['--user', '--map-root-user', '--mount', 'sh', '-c'];
const canMount = process.platform === 'linux' && spawnSync('unshare', [...inNameSpace, 'mount -t tmpfs tmpfs /tmp'], { stdio: 'ignore' }).status === 0;

it.skipIf(!canMount)('on a full disk every job ends with one sentence, nothing is half-written, and with room again all goes on (where a small disk can be mounted)', () => {
  const disk = mkdtempSync(path.join(os.tmpdir(), 'lamina-disk-'));
  onTestFinished(() => rmSync(disk, { recursive: true, force: true }));
  const script = path.join(import.meta.dirname, 'work-on-a-full-disk.ts');
  const { stdout, stderr } = spawnSync('unshare', [...inNameSpace, 'mount -t tmpfs -o size=8m tmpfs "$1" && "$2" "$3" "$1"', 'sh', disk, process.execPath, script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const told = JSON.parse(stdout) as Record<string, { state: string; code: string; en: string }>;
  expect(told).toMatchObject({ imported: { state: 'done' }, trained: { state: 'done' } });
  for (const job of ['importOfLarge', 'exported', 'segmented', 'trainedAgain', 'upload']) {
    expect({ job, ...told[job] }).toMatchObject({ job, state: 'failed', code: 'disk-full' });
    expect(told[job]!.en).toMatch(/full[^\n]*(room|space)[^\n]*\.$/);
  }
  expect(told['afterImport']).toEqual({ cases: 3, newBlobs: 0 });
  expect(told['setting']).toBe('disk-full');
  expect(told['left']).toEqual({ transfers: [], config: [], out: [], masks: [], work: [], newModelFiles: 0 });
  expect(told['withRoom']).toEqual(['done', 'done', 'done']);
});
