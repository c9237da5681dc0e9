import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import { openProject } from '#main/store/open-project.ts';
import { keptEdits } from './kept-edits.ts';
import { paintNumberedStroke } from './numbered-strokes.ts';
import { sampleProject, temporaryFolder } from './sample-project.ts';

const writer = fileURLToPath(new URL('stroke-writer.ts', import.meta.url));
const enough = 1000;
const size: Vec3 = [200, 150, 12];

/** Acknowledged strokes, in order, of a writer that is killed some time after its `killAfter`th. */
async function runAndKill(folder: string, killAfter: number, delayMs: number): Promise<{ readonly lines: string[]; readonly signal: string | null }> {
  const child = spawn(process.execPath, [writer, folder, String(enough)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let killing: Promise<unknown> | null = null;
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (part: string) => {
    text += part;
    if (killing === null && text.split('\n').length > killAfter) killing = wait(delayMs).then(() => child.kill('SIGKILL'));
  });
  const signal = await new Promise<string | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, how) => resolve(how));
  });
  // A line that the kill cut in two was never received as an acknowledgement.
  return { lines: text.split('\n').slice(0, -1), signal };
}

it('every acknowledged stroke of 1,000 is there, however often and whenever the process was killed', async () => {
  const { store, labelmapId } = await sampleProject(size);
  const { folder } = store;
  store.close();
  const acknowledged = new Map<number, string>();
  let kills = 0;
  let openLogs = 0;

  // Moments from a fixed seed (a linear congruential generator, Numerical Recipes' constants).
  let state = 20240229;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  for (let finished = false; !finished;) {
    const { lines, signal } = await runAndKill(folder, 1 + Math.floor(random() * 120), random() * 4);
    for (const line of lines) {
      const [number, id] = line.split(' ');
      acknowledged.set(Number(number), id!);
    }
    finished = signal === null;
    if (finished) break;
    kills += 1;
    if ((await stat(join(folder, 'project.sqlite-wal'))).size > 0) openLogs += 1;
    const kept = await keptEdits(folder, join(await temporaryFolder(), 'copy'));
    expect([...acknowledged.values()].filter((id) => !kept.has(id))).toEqual([]);
    expect(kept.size - acknowledged.size).toBeLessThanOrEqual(kills);
  }
  // Some fourteen; fewer where this machine is so busy that the order to kill comes late.
  expect(kills).toBeGreaterThanOrEqual(3);
  expect(openLogs).toBeGreaterThan(0);

  const reopened = await openProject(folder);
  try {
    const history = reopened.labelmaps.history(labelmapId);
    expect(history.length).toBe(enough);
    for (const [number, id] of acknowledged) expect(history[number]!.id).toBe(id);
    const expected = new Uint8Array(size[0] * size[1] * size[2]);
    for (let number = 0; number < enough; number += 1) paintNumberedStroke(expected, size, number);
    expect(Buffer.compare(reopened.labelmaps.voxels(labelmapId), expected)).toBe(0);
    expect(reopened.labelmaps.verifyHeads()).toEqual([]);
    expect(reopened.events.verifyChain()).toEqual([]);
  } finally {
    reopened.close();
  }
}, 180_000);
