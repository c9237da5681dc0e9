/** Working through the slices that were chosen, one after the other: which one is this person's now, and how the batch stands. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { GivenSlice, QueueState } from '#shared/contract/queue.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { client } from '../connection/client.ts';
import { heldPerson } from '../connection/person.ts';
import { plainError } from '../connection/plain-error.ts';
import { usePeople } from './people.ts';
import { isToRenew } from './queue-lease.ts';
import { createRefresher } from './refresher.ts';
import { useToasts } from './toasts.ts';
import { useWorkplace } from './workplace.ts';

/** How often is looked whether the slice is to be kept for longer. */
const lookMs = 30_000;

/** How a slice was done with. */
export type QueueDeed = 'accepted' | 'complete' | 'empty' | 'skipped';

export const useQueue = defineStore('queue', () => {
  const workplace = useWorkplace();
  const people = usePeople();
  const toasts = useToasts();
  const state = shallowRef<QueueState | null>(null);
  const working = ref(false);
  const given = shallowRef<GivenSlice | null>(null);
  /** Something is being done with the slice, or the next one is on its way. */
  const busy = ref(false);
  /** Why the slice is not this person's any more. */
  const lost = shallowRef<Sentence | null>(null);
  const last = shallowRef<{ readonly slice: GivenSlice; readonly deed: QueueDeed } | null>(null);
  /** Of which batch nothing was left, and how much of it waited for others or was skipped. */
  let emptied: { readonly batch: string | null; readonly waiting: number } | null = null;
  let renewedMs = 0;
  let activeMs = 0;
  let looking: ReturnType<typeof setInterval> | undefined;

  const readState = async (): Promise<void> => {
    const { id } = workplace.project ?? {};
    const told = id === undefined ? null : await client.queue.state();
    if (workplace.project?.id === id) state.value = told;
  };
  const refresh = createRefresher(async () => {
    try {
      await readState();
    } catch {
      // What is shown stays; the connection's own message says what is wrong.
    }
  });
  const end = (): void => {
    clearInterval(looking);
    working.value = busy.value = false;
    given.value = lost.value = last.value = null;
  };

  /** What the host says of a slice that is no longer this person's is shown; everything else is told. */
  const failed = (error: unknown): void => {
    const { code, sentence } = plainError(error);
    if (code !== 'conflict' && code !== 'not-found') return toasts.failed(error);
    given.value = null;
    lost.value = sentence;
  };
  /** One thing at a time. @returns whether it was done */
  const during = async (work: () => Promise<void>): Promise<boolean> => {
    if (busy.value) return false;
    busy.value = true;
    try {
      await work();
      return true;
    } catch (error) {
      toasts.failed(error);
      return false;
    } finally {
      busy.value = false;
    }
  };
  const takeNext = async (): Promise<void> => {
    const next = await client.queue.next();
    // Whoever has stopped meanwhile wants none; it comes back to them if they go on.
    if (!working.value) return;
    renewedMs = Date.now();
    [given.value, lost.value] = [next, null];
    await readState();
    emptied = next === null && state.value !== null ? { batch: state.value.batch, waiting: state.value.waiting } : null;
  };
  const doneWith = (slice: GivenSlice, deed: QueueDeed): Promise<void> => {
    last.value = { slice, deed };
    return takeNext();
  };
  /** @param act what the host is told of the slice: where it is not this person's any more, that is said */
  const settle = (deed: QueueDeed, act: (id: GivenSlice['id']) => Promise<unknown>): Promise<boolean> => during(async () => {
    const slice = given.value;
    if (slice === null) return;
    try {
      await act(slice.id);
    } catch (error) {
      // A slice with labels on it stays in the hand: the host says why it is not empty.
      if (deed === 'empty' && (await stillMine(slice))) throw error;
      return failed(error);
    }
    await doneWith(slice, deed);
  });
  const stillMine = async ({ id }: GivenSlice): Promise<boolean> => (await client.queue.state()).given?.id === id;

  /** What was completed by whatever way is done with; what was not, and is gone, was lost. */
  const follow = async (): Promise<void> => {
    const slice = given.value;
    await refresh();
    // Told before something was done with a slice, it is not about the one that came since.
    if (!working.value || busy.value || state.value === null || given.value?.id !== slice?.id) return;
    if (slice === null) {
      // It was filled again, or others have given something back.
      const isMore = emptied !== null && (state.value.batch !== emptied.batch || state.value.waiting > emptied.waiting);
      if (isMore && state.value.waiting > 0) void during(takeNext);
      return;
    }
    if (state.value.given?.id === slice.id) return;
    if (Date.parse(slice.leasedUntil) > Date.now()) void during(() => doneWith(slice, 'complete'));
    else void renew();
  };
  const renew = async (): Promise<void> => {
    const slice = given.value;
    if (slice === null) return;
    try {
      const longer = await client.queue.renew({ id: slice.id });
      renewedMs = Date.now();
      if (given.value?.id === slice.id) given.value = longer;
    } catch (error) {
      if (given.value?.id === slice.id) failed(error);
    }
  };
  const look = (): void => {
    if (!busy.value && given.value !== null && isToRenew({ nowMs: Date.now(), renewedMs, activeMs })) void renew();
  };
  /** @param person who had the slice, as requests name them */
  const stop = async (person = heldPerson()): Promise<void> => {
    const slice = given.value;
    end();
    if (slice === null) return;
    // It comes back by itself where it cannot be given back now.
    await client.queue.release({ id: slice.id }, { context: { person } }).catch(() => undefined);
    void refresh();
  };

  watch([() => workplace.project?.id, () => workplace.connected, () => people.changes], () => { void follow(); }, { immediate: true });
  watch(() => workplace.project?.id, end);
  people.beforeChange((person) => { if (working.value) void stop(person); });
  workplace.listen(({ kind }) => { if (kind === 'queue' || kind === 'cases') void follow(); });

  return {
    state,
    working,
    given,
    busy,
    lost,
    last,
    /** Of the batch, what this person can still be given. */
    left: computed(() => (state.value === null ? 0 : state.value.waiting + (state.value.given === null ? 0 : 1))),
    refresh,
    /** Begins to work on the queue, or goes on with it. */
    async start(): Promise<void> {
      working.value = true;
      clearInterval(looking);
      looking = setInterval(look, lookMs);
      activeMs = Date.now();
      await during(takeNext);
    },
    stop,
    /** The person has done something: their slice stays theirs. */
    wasActive(): void { activeMs = Date.now(); },
    /** @param work accepts and completes; @returns whether it has, after which the next slice comes */
    accept: (work: () => Promise<boolean>): Promise<boolean> => during(async () => {
      const slice = given.value;
      if (slice !== null && await work()) await doneWith(slice, 'accepted');
    }),
    nothingHere: (): Promise<boolean> => settle('empty', (id) => client.queue.nothingHere({ id })),
    skip: (): Promise<boolean> => settle('skipped', (id) => client.queue.skip({ id })),
    isAt: (caseId: string, axis: number, index: number): boolean => working.value && given.value?.caseId === caseId && given.value.axis === axis && given.value.index === index,
  };
});
