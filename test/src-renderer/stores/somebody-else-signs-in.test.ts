import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { nextTick, watch } from 'vue';
import { failure } from '#shared/text/user-facing-error.ts';
import { shelfHere } from '../../../src-renderer/components/picture/shelf.ts';
import { authorization } from '../../../src-renderer/connection/token.ts';
import { heldPerson, holdPerson, takePerson } from '../../../src-renderer/connection/person.ts';
import { useLeftCases } from '../../../src-renderer/pages/annotate/left-cases.ts';
import type { OpenCase } from '../../../src-renderer/pages/annotate/open-case.ts';
import { useAgreement } from '../../../src-renderer/stores/agreement.ts';
import { useConfirmation } from '../../../src-renderer/stores/confirmation.ts';
import { useCaseNote } from '../../../src-renderer/stores/case-note.ts';
import { usePeople } from '../../../src-renderer/stores/people.ts';
import { useReturned } from '../../../src-renderer/stores/returned.ts';
import { useReviewList } from '../../../src-renderer/stores/review-list.ts';
import { useToasts } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

/** A host of `root`'s that knows Ada, and takes `ADA` for her; it notes who asked for the cases. */
const host = vi.hoisted(() => ({ held: (): string | null => null, askedBy: [] as (string | null)[], known: ['Ada'] }));
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: {
    people: {
      list: () => Promise.resolve(host.known.map((name) => ({ id: name, name }))),
      current: (_input: undefined, options?: { context: { person: string | null } }) => Promise.resolve({ name: (options === undefined ? host.held() : options.context.person) ?? 'root' }),
      signIn: ({ name }: { name: string }) => {
        if (name.trim() === '') throw failure('bad-input', { en: 'No name.', 'zh-CN': '没有姓名。' }, {});
        const found = host.known.find((one) => one.toLowerCase() === name.trim().toLowerCase());
        if (found === undefined) host.known.push(name.trim());
        return Promise.resolve({ id: name, name: found ?? name.trim() });
      },
    },
    project: { current: () => { host.askedBy.push(host.held()); return Promise.resolve({ id: 'project', readOnly: null }); } },
    cases: { list: () => Promise.resolve([]) },
    labels: { table: () => Promise.resolve([]) },
    training: { models: () => Promise.resolve([]), readiness: () => Promise.resolve(null) },
  },
}));

const words = new Map<string, string>();
beforeEach(() => {
  words.clear();
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => words.get(key) ?? null, setItem: (key: string, value: string) => words.set(key, value), removeItem: (key: string) => words.delete(key) });
  [host.held, host.askedBy, host.known] = [heldPerson, [], ['Ada']];
  holdPerson(null);
  setActivePinia(createPinia());
});

async function people() {
  useWorkplace().project = { id: 'project', readOnly: null } as never;
  const store = usePeople();
  await store.refresh();
  return store;
}

it('from then on requests name them, the window asks for everything anew, and a window that is loaded again knows them still', async () => {
  const store = await people();
  expect([store.name, store.others, authorization()]).toEqual(['root', ['Ada'], {}]);
  expect(await store.signIn('李 医生')).toBe(true);
  expect([store.name, store.changes]).toEqual(['李 医生', 1]);
  // Percent-encoded UTF-8, as RFC 3986 has it.
  expect(authorization()).toEqual({ 'lamina-person': '%E6%9D%8E%20%E5%8C%BB%E7%94%9F' });
  expect(host.askedBy).toEqual(['李 医生']);
  holdPerson(null);
  words.set('lamina-person', '李 医生');
  takePerson();
  expect(heldPerson()).toBe('李 医生');
});

it('a name is taken as the project writes it, and the machine’s own person is named by nothing', async () => {
  const store = await people();
  await store.signIn('ADA');
  expect(heldPerson()).toBe('Ada');
  expect(store.others).toEqual(['root']);
  await store.signIn('root');
  expect([heldPerson(), store.name, store.others, words.size]).toEqual([null, 'root', ['Ada'], 0]);
});

it('what is no name changes nothing and is told in the host’s words', async () => {
  const store = await people();
  expect(await store.signIn(' ')).toBe(false);
  expect([heldPerson(), store.changes, useToasts().past.map(({ text }) => text)]).toEqual([null, 0, [{ en: 'No name.', 'zh-CN': '没有姓名。' }]]);
});

it('who goes is told of before, and by their name', async () => {
  const store = await people();
  await store.signIn('Ada');
  const told: unknown[] = [];
  store.beforeChange((person) => told.push([person, heldPerson()]));
  await store.signIn('Bob');
  expect(told).toEqual([['Ada', 'Ada']]);
});

it('there is no page while one goes and another comes, and it goes in the name of whoever began what it ends', async () => {
  const store = await people();
  await store.signIn('Ada');
  const seen: unknown[] = [];
  // As a page that is taken away: what it still does then.
  const stop = watch(() => store.changing, (changing) => { seen.push([changing, heldPerson(), store.name]); });
  const coming = store.signIn('Bob');
  expect(await coming).toBe(true);
  await nextTick();
  stop();
  expect(seen).toEqual([[true, 'Ada', 'Ada'], [false, 'Bob', 'Bob']]);
});

it('what was offered to one, or asked of them, is not the next one’s to do', async () => {
  const store = await people();
  const [toasts, confirmation] = [useToasts(), useConfirmation()];
  toasts.tell({ kind: 'done', text: { word: 'measure.removed' }, step: { word: 'frame.steps.undo', take: () => undefined } });
  const sure = confirmation.ask({ title: 'readings.withdraw.title', text: 'readings.withdraw.text', act: 'readings.withdraw.act', stay: 'readings.withdraw.stay' });
  await store.signIn('Ada');
  expect([await sure, confirmation.question, toasts.shown.length, toasts.shown[0]!.step, toasts.past[0]!.step]).toEqual([false, null, 1, undefined, undefined]);
});

it('a case that waits for its strokes waits for whoever drew them, and is not given to the next person', () => {
  const waiting = { info: { id: 'case', name: 'case_1' }, of: 'own', person: null, session: { endStroke: () => undefined, state: { kind: 'saving' } }, follow: () => () => undefined } as unknown as OpenCase;
  const left = useLeftCases();
  left.leave(waiting, undefined);
  holdPerson('Ada');
  expect([left.names, left.isWaiting('case'), left.takeBack('case', 'own')]).toEqual([['case_1'], false, null]);
  holdPerson(null);
  expect([left.isWaiting('case'), left.takeBack('case', 'own')]).toEqual([true, waiting]);
});

it('words that were typed and not kept stay with whoever typed them, and pictures with whom they were drawn for', () => {
  const [notes, shelf] = [useCaseNote(), shelfHere()];
  notes.keepDraft('case', 'unsure of slice 4');
  holdPerson('Ada');
  expect([notes.draftOf('case'), shelfHere() === shelf]).toEqual([null, false]);
  holdPerson(null);
  expect([notes.draftOf('case'), shelfHere() === shelf]).toEqual(['unsure of slice 4', true]);
});

it('what was told of others’ labels is forgotten before the next person sees a page: they may read blind', async () => {
  const store = await people();
  const [agreement, reviews, returned] = [useAgreement(), useReviewList(), useReturned()];
  Object.assign(agreement, { cases: [{ caseId: 'case' }], report: { caseId: 'case' } });
  reviews.known = true;
  Object.assign(returned, { pins: [{ id: 'pin' }], isShown: true, chosen: 'pin' });
  await store.signIn('Ada');
  expect([agreement.cases, agreement.report, reviews.known, returned.pins, returned.isShown, returned.chosen]).toEqual([[], null, false, [], false, null]);
});
