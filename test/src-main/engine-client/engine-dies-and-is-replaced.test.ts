import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchEngine } from '#main/engine-client/launch-engine.ts';
import type { EngineEvent, TrainRequest } from '#main/engine-client/protocol.ts';
import { makePhantomProject, type PhantomProject } from '../engine/phantom-project.ts';

let project: PhantomProject;
const processes: number[] = [];
const noteProcess = (line: string): void => {
  const started = /^engine process (\d+) started$/.exec(line);
  if (started) processes.push(Number(started[1]));
};
const engine = launchEngine({ onLog: noteProcess, graceMs: 3000 });
const never = (): AbortSignal => new AbortController().signal;
const endless = (): Promise<TrainRequest> => project.request({ epochs: 10_000 });

beforeAll(async () => { project = await makePhantomProject(1, 0); });
afterAll(async () => {
  await engine.close();
  await project.remove();
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs an endless training until its first step was told, then does something to it. */
async function inTheMiddle(act: () => void, signal = never()): Promise<{ code?: string; message?: string; events: EngineEvent[] }> {
  const events: EngineEvent[] = [];
  let acted = false;
  const failure = await engine.run(await endless(), (event) => {
    events.push(event);
    if (event.kind === 'step' && !acted) {
      acted = true;
      act();
    }
  }, signal).then(() => ({}), (error: { code: string; message: string }) => ({ code: error.code, message: error.message }));
  return { ...failure, events };
}

describe('an engine', () => {
  it('killed in the middle of a training fails it with a plain sentence, and the next request gets a new one', async () => {
    const { code, message } = await inTheMiddle(() => process.kill(processes.at(-1)!, 'SIGKILL'));
    expect(code).toBe('engine-crashed');
    expect(message).toMatch(/memory/);
    const next = await engine.run({ kind: 'probe' }, () => undefined, never());
    expect(next.kind).toBe('probe');
    expect(processes).toHaveLength(2);
    expect(isAlive(processes[0]!)).toBe(false);
  });

  it('ended by another signal says so, without guessing at memory', async () => {
    const { code, message } = await inTheMiddle(() => process.kill(processes.at(-1)!, 'SIGTERM'));
    expect(code).toBe('engine-crashed');
    expect(message).toMatch(/SIGTERM/);
  });

  it('stops between two batches when asked, and stays', async () => {
    const controller = new AbortController();
    const { code } = await inTheMiddle(() => controller.abort(), controller.signal);
    expect(code).toBe('cancelled');
    expect(isAlive(processes.at(-1)!)).toBe(true);
    expect((await engine.run({ kind: 'probe' }, () => undefined, never())).kind).toBe('probe');
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('does not die of %s, which reaches every process of a terminal and is its parent’s to answer', async (signal) => {
    const controller = new AbortController();
    const pid = processes.at(-1)!;
    const { code } = await inTheMiddle(() => {
      process.kill(pid, signal);
      setTimeout(() => controller.abort(), 300);
    }, controller.signal);
    expect(code).toBe('cancelled');
    expect(isAlive(pid)).toBe(true);
  });

  it('answers a pause with a checkpoint, whenever it was asked for, and stays', async () => {
    const request = await endless();
    const pause = new AbortController();
    const later = await engine.run(request, (event) => { if (event.kind === 'step') pause.abort(); }, never(), pause.signal);
    if (later.kind !== 'paused') throw new Error('it was to pause');
    expect(await readdir(later.checkpoint)).toContain('state.bin');
    // Asked for before its turn came: it goes on by the one step that it is at.
    const atOnce = await engine.run({ ...request, resumeFrom: later.checkpoint }, () => undefined, never(), AbortSignal.abort());
    expect(atOnce).toMatchObject({ kind: 'paused', step: later.step + 1 });
    expect(isAlive(processes.at(-1)!)).toBe(true);
  });

  it('that does not stop when asked is killed after the grace period', async () => {
    const controller = new AbortController();
    const pid = processes.at(-1)!;
    // A stopped process hears nothing, like one that is stuck inside an operation.
    const { code } = await inTheMiddle(() => {
      process.kill(pid, 'SIGSTOP');
      controller.abort();
    }, controller.signal);
    expect(code).toBe('cancelled');
    await wait(100);
    expect(isAlive(pid)).toBe(false);
    expect((await engine.run({ kind: 'probe' }, () => undefined, never())).kind).toBe('probe');
  });

  it('runs one request at a time, and lets go of one that is cancelled while it waits', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const order: string[] = [];
    const training = engine.run(await endless(), () => undefined, first.signal).catch(() => order.push('training cancelled'));
    const waiting = engine.run({ kind: 'probe' }, () => undefined, second.signal).catch(() => order.push('waiting cancelled'));
    const last = engine.run({ kind: 'probe' }, () => undefined, never()).then(() => order.push('probe answered'));
    second.abort();
    await waiting;
    first.abort();
    await Promise.all([training, last]);
    expect(order).toEqual(['waiting cancelled', 'training cancelled', 'probe answered']);
  });

  it('leaves no half-written file behind when it is cancelled or killed while writing checkpoints', async () => {
    const request = await project.request({ epochs: 10_000, stepsPerEpoch: 1 });
    const controller = new AbortController();
    await engine.run(request, (event) => { if (event.kind === 'checkpoint' && event.epoch === 3) controller.abort(); }, controller.signal)
      .catch(() => undefined);
    const left = await readdir(request.outputFolder);
    expect(left.filter((name) => !/^checkpoint-\d+$/.test(name))).toEqual([]);
    expect(left.length).toBeGreaterThan(0);
  });

  it('ends when the program that started it is gone', async () => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', `
      import { startEngineProcess } from '#main/engine-client/engine-process.ts';
      startEngineProcess({ onLog: (line) => console.log(line), onMessage: (message) => console.log(message.type) });
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    for await (const line of createInterface({ input: parent.stdout })) {
      lines.push(line);
      if (line === 'ready') break;
    }
    const pid = Number(/engine process (\d+)/.exec(lines.join('\n'))?.[1]);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    for (let tries = 0; tries < 50 && isAlive(pid); tries++) await wait(100);
    expect(isAlive(pid)).toBe(false);
  });

  it('ends what it computes when it is closed, and takes nothing more', async () => {
    const closing = launchEngine();
    const running = closing.run(await endless(), () => void closing.close(), never());
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(closing.run({ kind: 'probe' }, () => undefined, never())).rejects.toMatchObject({ code: 'cancelled' });
  });
});
