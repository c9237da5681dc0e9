import { describe, expect, it } from 'vitest';
import { createCrashLimit } from '../../../src-main/electron/crash-limit.ts';
import type { HostProcess, Ready } from '../../../src-main/electron/host-process.ts';
import { watchHost } from '../../../src-main/electron/host-watch.ts';

interface FakeHost extends HostProcess {
  readonly open: () => void;
  readonly die: (lastWords?: string) => void;
}

function fakeHost(port: number): FakeHost {
  let open = (): void => {};
  let die: (lastWords: string) => void = () => {};
  const ready = new Promise<Ready>((resolve) => { open = () => resolve({ kind: 'ready', port, token: 't', log: 'l' }); });
  const ended = new Promise<string>((resolve) => { die = resolve; });
  return { ready, ended, open, die: (lastWords = '') => die(lastWords), grant: async () => 'grant:x', end: async () => die('') };
}

/** Lets everything happen that is due. */
const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

function watched(answers: boolean[] = []) {
  const hosts: FakeHost[] = [];
  const told: string[] = [];
  const wanted: (number | null)[] = [];
  const watch = watchHost({
    start: (port) => {
      wanted.push(port);
      const host = fakeHost(port ?? 1000 + hosts.length);
      hosts.push(host);
      return host;
    },
    limit: createCrashLimit(),
    now: () => 0,
    onReady: ({ port }, again) => told.push(`ready ${port}${again ? ' again' : ''}`),
    onDied: () => told.push('died'),
    ask: async (lastWords) => {
      told.push(lastWords === null ? 'asked: keeps dying' : `asked: ${lastWords}`);
      return answers.shift() ?? false;
    },
  });
  return { hosts, told, wanted, watch };
}

describe('the watch over the host', () => {
  it('starts it again at its first two deaths, and asks at the third', async () => {
    const { hosts, told, watch } = watched([false]);
    for (let life = 0; life < 3; life += 1) {
      hosts[life]!.open();
      await settle();
      hosts[life]!.die();
      await settle();
    }
    expect(told).toEqual(['ready 1000', 'died', 'ready 1000 again', 'died', 'ready 1000 again', 'died', 'asked: keeps dying']);
    await watch.over;
    expect(hosts).toHaveLength(3);
  });

  it('never starts again by itself what did not even open its door, and passes on why', async () => {
    const { hosts, told } = watched([true, false]);
    await settle();
    hosts[0]!.die('No room on the disk.');
    await settle();
    hosts[1]!.die('No room on the disk.');
    await settle();
    expect(told).toEqual(['asked: No room on the disk.', 'asked: No room on the disk.']);
    expect(hosts).toHaveLength(2);
  });

  it('starts it again where it was, and anywhere where that place was taken meanwhile', async () => {
    const { hosts, told, wanted } = watched();
    hosts[0]!.open();
    await settle();
    hosts[0]!.die();
    await settle();
    hosts[1]!.die('Port 1000 is taken.');
    await settle();
    hosts[2]!.open();
    await settle();
    expect(wanted).toEqual([null, 1000, null]);
    expect(told).toEqual(['ready 1000', 'died', 'ready 1002 again']);
  });

  it('does not take its end for a death when it was asked to end', async () => {
    const { hosts, told, watch } = watched();
    hosts[0]!.open();
    await settle();
    await watch.end();
    await watch.over;
    expect(told).toEqual(['ready 1000']);
    expect(watch.current()).toBeNull();
  });
});
