/** The page's socket for strokes: its own thread, a real door and a real host. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDoor } from '#main/host/server.ts';
import { encodeRuns } from '#shared/labels/runs.ts';
import type { EditId } from '#shared/contract/ids.ts';
import type { EditToCommit } from '#shared/contract/labels.ts';
import { createEditChannel, type EditChannel, type EditThread } from '../../../src-renderer/connection/edit-channel.ts';
import type { FromEditThread, ToEditThread } from '../../../src-renderer/connection/edit-messages.ts';
import { at } from '../../src-main/host/people-in-test.ts';
import { study, type Study } from '../editing/window-at-host.ts';

/** The thread's own program, run here: what it says and hears passes as between threads, one task later. */
async function threadHere(): Promise<EditThread> {
  const pageHears: ((event: { readonly data: FromEditThread }) => void)[] = [];
  let threadHears: (event: { readonly data: ToEditThread }) => void = () => undefined;
  vi.stubGlobal('addEventListener', (_kind: string, listener: typeof threadHears) => { threadHears = listener; });
  vi.stubGlobal('postMessage', (data: FromEditThread) => setImmediate(() => { for (const hear of pageHears) hear({ data }); }));
  await import('../../../src-renderer/connection/edit-worker.ts');
  return {
    postMessage: (data) => void setImmediate(() => threadHears({ data })),
    addEventListener: (kind: string, listener: (event: { readonly data: FromEditThread }) => void) => { if (kind === 'message') pageHears.push(listener); },
  };
}

interface Way {
  readonly study: Study;
  readonly channel: EditChannel;
  readonly closeDoor: () => Promise<void>;
  readonly edit: (id?: string, expected?: string | null, label?: number) => EditToCommit;
}

async function way({ token, answering = (answer) => answer }: { token?: string; answering?: (answer: string) => string } = {}): Promise<Way> {
  const there = await study();
  const door = await openDoor({ port: 0, pages: null, log: () => {}, fetch: there.host.fetch, answerEdit: (text, named) => answering(there.host.answerEdit(text, named)) });
  onTestFinished(async () => {
    await door.close();
    // The thread hears that its socket is closed before it is gone itself.
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  const thread = await threadHere();
  const channel = createEditChannel(() => thread, `ws://127.0.0.1:${door.port}/edits`, () => token ?? door.token);
  const edit: Way['edit'] = (id = crypto.randomUUID(), expected = null, label = 1) => ({
    id: id as EditId, labelmapId: there.labelmapId, tool: 'brush',
    tiles: [{ k: 0, tile: 0, expected: expected as EditId | null, runs: Buffer.from(encodeRuns(new Uint8Array(64 * 64).fill(label))).toString('base64') }],
  });
  return { study: there, channel, closeDoor: () => door.close(), edit };
}

/** Asks until there is an answer: the socket opens when it opens. */
async function committed({ channel }: Way, edit: EditToCommit, person: string | null = null): Promise<Awaited<ReturnType<EditChannel['commit']>>> {
  channel.open(person);
  for (;;) {
    const answer = await channel.commit(edit, person);
    if (answer !== null) return answer;
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

it('stores a stroke before it is acknowledged, once however often it is sent', async () => {
  const there = await way();
  const edit = there.edit();
  const acknowledged = await committed(there, edit);
  const { history, commit } = there.study.client.labels;
  expect(await history({ labelmapId: there.study.labelmapId })).toMatchObject([{ id: edit.id, number: acknowledged!.number, tool: 'brush' }]);
  expect(await there.channel.commit(edit, null)).toEqual(acknowledged);
  expect(await commit(edit)).toEqual(acknowledged);
  expect(await history({ labelmapId: there.study.labelmapId })).toHaveLength(1);
});

it('says what the host has against a stroke in the words of the call', async () => {
  const there = await way();
  await committed(there, there.edit());
  for (const wrong of [there.edit(), there.edit(crypto.randomUUID(), null, 200), { ...there.edit(), tool: '' }]) {
    const byCall = await there.study.client.labels.commit(wrong).then(() => null, (error: { code: string; data: { sentence: object } }) => error);
    const bySocket = await there.channel.commit(wrong, null).then(() => null, (error: { code: string; sentence: object }) => error);
    expect(bySocket).toMatchObject({ code: byCall!.code, sentence: byCall!.data.sentence });
  }
  expect(await there.study.client.labels.history({ labelmapId: there.study.labelmapId })).toHaveLength(1);
});

it('has no answer where the socket breaks after a stroke was stored, and the call that follows stores it no second time', async () => {
  let breaks = false;
  const there = await way({ answering: (answer) => {
    if (breaks) throw new Error('broken between storing and answering');
    return answer;
  } });
  const { history, commit } = there.study.client.labels;
  const first = there.edit();
  await committed(there, first);
  breaks = true;
  const second = there.edit(crypto.randomUUID(), first.id, 2);
  expect(await there.channel.commit(second, null)).toBeNull();
  const stored = await history({ labelmapId: there.study.labelmapId });
  expect(stored.map(({ id }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
  expect((await commit(second)).number).toBe(stored.find(({ id }) => id === second.id)!.number);
  expect(await history({ labelmapId: there.study.labelmapId })).toHaveLength(2);
  breaks = false;
  // Opened again, it is as good as the one before.
  expect((await committed(there, there.edit(crypto.randomUUID(), second.id, 3)))!.number).toBeGreaterThan(0);
});

it('has no answer where the host has gone', async () => {
  const there = await way();
  await committed(there, there.edit());
  await there.closeDoor();
  expect(await there.channel.commit(there.edit(), null)).toBeNull();
});

it('has no answer without the right word, and none before it is open', async () => {
  const there = await way({ token: 'not-the-word' });
  expect(await there.channel.commit(there.edit(), null)).toBeNull();
  there.channel.open(null);
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  expect(await there.channel.commit(there.edit(), null)).toBeNull();
  expect(await there.study.client.labels.history({ labelmapId: there.study.labelmapId })).toHaveLength(0);
});

it('names whoever draws, in whatever script, and no stroke goes under another’s name', async () => {
  const there = await way();
  const annotatorsOf = async (person: string): Promise<string[]> => {
    const { labelmapId } = await at(there.study, person).labels.open({ caseId: there.study.caseId });
    return (await at(there.study, person).labels.history({ labelmapId })).map(({ annotator }) => annotator);
  };
  const people = ["Zoë O'Brien (李)", 'Ada'] as const;
  const strokes = await Promise.all(people.map(async (person) => {
    const { labelmapId } = await at(there.study, person).labels.open({ caseId: there.study.caseId });
    return { ...there.edit(), labelmapId };
  }));
  // The second one is committed over the same thread, opened anew.
  for (const [n, person] of people.entries()) await committed(there, strokes[n]!, person);
  expect([await annotatorsOf(people[0]), await annotatorsOf(people[1])]).toEqual([[people[0]], ['Ada']]);
  // Of the person who went before there is something left: it is no longer this channel's to say.
  expect(await there.channel.commit(strokes[0]!, people[0])).toBeNull();
  expect(await there.channel.commit(strokes[1]!, 'Ada')).toMatchObject({ id: strokes[1]!.id });
});

it('gives up what it waits for when somebody else comes, so that it is sent again by whoever drew it', async () => {
  const there = await way();
  await committed(there, there.edit());
  const { labelmapId } = await at(there.study, 'Grace').labels.open({ caseId: there.study.caseId });
  const underway = there.channel.commit(there.edit(), null);
  there.channel.open('Grace');
  expect(await underway).toBeNull();
  expect(await committed(there, { ...there.edit(), labelmapId }, 'Grace')).not.toBeNull();
});
