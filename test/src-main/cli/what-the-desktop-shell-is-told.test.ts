import { fork, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { clientAtDoor, type Client } from '#main/cli/connect.ts';
import type { FromShell, ToShell } from '#main/desktop/shell-messages.ts';
import { placeForTest, type Place } from './lamina.ts';

const main = path.join(import.meta.dirname, '../../../src-main/cli/main.ts');

interface Told {
  readonly client: Client;
  readonly child: ChildProcess;
  /** Everything so far, in order. */
  readonly messages: readonly ToShell[];
  readonly until: (wanted: (message: ToShell) => boolean) => Promise<ToShell>;
}

async function shellOf(place: Place): Promise<Told> {
  const child = fork(main, ['serve', '--open-last'], { env: place.environment, silent: true, execArgv: [] });
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const messages: ToShell[] = [];
  child.on('message', (message) => messages.push(message as ToShell));
  const until = async (wanted: (message: ToShell) => boolean): Promise<ToShell> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = messages.find(wanted);
      if (found !== undefined) return found;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    throw new Error(`never told; it was told ${JSON.stringify(messages)}`);
  };
  const ready = await until(({ kind }) => kind === 'ready');
  if (ready.kind !== 'ready') throw new Error('not ready');
  return { client: clientAtDoor(ready.port, ready.token), child, messages, until };
}

function ownPlace(): Place {
  const place = placeForTest();
  const own = (name: string): string => path.join(place.folder, name);
  Object.assign(place.environment, { LAMINA_CONFIG: own('settings'), XDG_DATA_HOME: own('data'), XDG_CACHE_HOME: own('cache') });
  return place;
}

it('a grant for each of its requests; what is no request is no reason to stop', async () => {
  const { child, until } = await shellOf(ownPlace());
  for (const nonsense of [7, 'grant', { kind: 'grant' }, { kind: 'grant', id: 1, paths: '/a' }]) child.send(nonsense);
  child.send({ kind: 'grant', id: 5, paths: [main] } satisfies FromShell);
  expect(await until(({ kind }) => kind === 'granted')).toEqual({ kind: 'granted', id: 5, grant: expect.stringMatching(/^grant:[\w-]{16,}$/) as string });
});

it('first where the door is and where the log lies, then the language, then how many jobs run; what was open last is open again', async () => {
  const place = ownPlace();
  const first = await shellOf(place);
  expect(first.messages[0]).toMatchObject({ kind: 'ready', log: expect.stringMatching(/lamina\.log$/) as string });
  await first.until((message) => message.kind === 'busy' && message.jobs === 0);
  expect(first.messages[1]).toEqual({ kind: 'language', language: 'system' });
  expect(first.messages.filter(({ kind }) => kind === 'busy')).toEqual([{ kind: 'busy', jobs: 1, trainings: 0 }, { kind: 'busy', jobs: 0, trainings: 0 }]);
  expect((await first.client.project.current())?.cases).toBeGreaterThan(0);
  await first.client.settings.change({ language: 'zh-CN' });
  await first.until((message) => message.kind === 'language' && message.language === 'zh-CN');
  const mine = path.join(place.folder, 'mine');
  await first.client.project.create({ folder: mine, instead: true });
  await end(first);

  const second = await shellOf(place);
  expect((await second.client.project.current())?.folder).toBe(mine);
  await end(second);
  rmSync(mine, { recursive: true });

  // A folder that is gone is a disk that is not plugged in: the example in its place would only confuse.
  const third = await shellOf(place);
  expect(await third.until(({ kind }) => kind === 'language')).toEqual({ kind: 'language', language: 'zh-CN' });
  expect(await third.client.project.current()).toBeNull();
  expect(await third.client.jobs.list()).toEqual([]);
});

async function end({ child }: Told): Promise<void> {
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  child.disconnect();
  await ended;
}
