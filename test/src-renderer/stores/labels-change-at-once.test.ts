import fc from 'fast-check';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import type { ListedLabel } from '#shared/labels/label-table.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { useAnnotating } from '../../../src-renderer/stores/annotating.ts';
import { movedTo, useLabelChanges } from '../../../src-renderer/stores/label-changes.ts';
import { useToasts } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

/** A host that answers when it is told to, and keeps a table of its own. */
const host = vi.hoisted(() => ({
  table: [] as unknown[],
  /** How long it takes to say the table that it had when it was asked. */
  tableMs: 0,
  calls: [] as { input: Record<string, unknown>; answer: () => void; refuse: (error: Error) => void }[],
}));
vi.mock('../../../src-renderer/connection/client.ts', () => {
  const call = (input: Record<string, unknown>) => new Promise((resolve, reject) => {
    host.calls.push({
      input,
      answer() {
        const { index, ...changes } = input;
        if (typeof index === 'number') host.table = (host.table as ListedLabel[]).map((one) => (one.index === index ? { ...one, ...changes } : one));
        resolve(host.table);
      },
      refuse: reject,
    });
  });
  return { client: { labels: { change: call, order: call, table: () => new Promise((resolve) => { const asked = host.table; setTimeout(() => resolve(asked), host.tableMs); }) } } };
});

const label = (index: number, more: Partial<ListedLabel> = {}): ListedLabel =>
  ({ index, value: index, name: `label ${index}`, colour: '#e69f00', code: null, locked: false, opacity: 1, visible: true, visibleIn3d: true, ...more });
const rest = (): Promise<unknown> => vi.advanceTimersByTimeAsync(400);
const shown = (): readonly ListedLabel[] => useWorkplace().labelTable;

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  host.calls.length = host.tableMs = 0;
  host.table = [label(1), label(2), label(3)];
  const workplace = useWorkplace();
  workplace.$patch({ project: { id: 'p', readOnly: null } as never });
  workplace.labelTable = host.table as ListedLabel[];
});

it('A slider that is dragged is seen at every step and told once', async () => {
  const changes = useLabelChanges();
  for (const opacity of [0.9, 0.5, 0.3]) {
    changes.change(2, { opacity });
    expect(shown()[1]?.opacity).toBe(opacity);
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(host.calls).toEqual([]);
  await rest();
  expect(host.calls.map(({ input }) => input)).toEqual([{ index: 2, opacity: 0.3 }]);
});

it('An answer that is older than what was changed meanwhile takes nothing back', async () => {
  const changes = useLabelChanges();
  changes.change(1, { name: 'liver' });
  await rest();
  changes.change(1, { locked: true });
  // Somebody else's change makes the window ask for the table.
  useWorkplace().labelTable = [label(1), label(2, { name: 'spleen' }), label(3)];
  expect(shown()).toEqual([label(1, { name: 'liver', locked: true }), label(2, { name: 'spleen' }), label(3)]);
  host.calls[0]!.answer();
  await rest();
  expect(shown()[0]).toEqual(label(1, { name: 'liver', locked: true }));
  host.calls[1]!.answer();
  await rest();
  expect(shown()[0]).toEqual(label(1, { name: 'liver', locked: true }));
  expect(host.calls.map(({ input }) => input)).toEqual([{ index: 1, name: 'liver' }, { index: 1, locked: true }]);
});

it('A table that was asked for before a change was stored takes nothing back, and is asked for again', async () => {
  const changes = useLabelChanges();
  changes.change(1, { opacity: 0.3 });
  await rest();
  host.tableMs = 50;
  const asked = useWorkplace().refreshLabelTable();
  host.calls[0]!.answer();
  const opacities: (number | undefined)[] = [];
  for (let step = 0; step < 20; step += 1) {
    await vi.advanceTimersByTimeAsync(10);
    opacities.push(shown()[0]?.opacity);
  }
  await asked;
  expect(new Set(opacities)).toEqual(new Set([0.3]));
  // What others changed comes with the answer to the second question.
  expect(shown()).toEqual(host.table);
});

it('What the host refuses is said, and shown as the host has it', async () => {
  useLabelChanges().change(3, { name: ' ' });
  await rest();
  host.calls[0]!.refuse(new UserFacingError('bad-input', { en: 'It has no name.', 'zh-CN': '没有名称。' }));
  await rest();
  expect(shown()[2]?.name).toBe('label 3');
  expect(useToasts().shown.map(({ text }) => text)).toEqual([{ en: 'It has no name.', 'zh-CN': '没有名称。' }]);
});

it('Order is shown at once, and the calls keep theirs', async () => {
  const changes = useLabelChanges();
  changes.change(1, { visible: false });
  await rest();
  void changes.order([3, 1, 2]);
  void changes.order([3, 2, 1]);
  expect(shown().map(({ index }) => index)).toEqual([3, 2, 1]);
  expect(host.calls).toHaveLength(1);
  for (const at of [0, 1, 2]) {
    host.calls[at]!.answer();
    await rest();
  }
  expect(host.calls.map(({ input }) => input)).toEqual([{ index: 1, visible: false }, { indices: [3, 1, 2] }, { indices: [3, 2, 1] }]);
});

it('A label that is moved stands before the one that it was put before, and the others keep their order', () => {
  const moves = fc.uniqueArray(fc.integer({ min: 1, max: 255 }), { minLength: 2, maxLength: 12 })
    .chain((order) => fc.tuple(fc.constant(order), fc.constantFrom(...order), fc.constantFrom(null, ...order)));
  fc.assert(fc.property(moves, ([order, moved, before]) => {
    const next = movedTo(order, moved, before);
    const without = (all: readonly number[]): readonly number[] => all.filter((index) => index !== moved);
    expect(without(next)).toEqual(without(order));
    if (moved !== before) expect(next[next.indexOf(moved) + 1] ?? null).toBe(before);
  }));
});

it('Hidden is what the project hides; one label alone hides the others for this window only', () => {
  const [annotating, workplace] = [useAnnotating(), useWorkplace()];
  workplace.labelTable = [label(1, { visible: false }), label(2), label(3)];
  expect([...annotating.hiddenLabels]).toEqual([1]);
  annotating.alone = 3;
  expect([...annotating.hiddenLabels]).toEqual([1, 2]);
  annotating.toggleLabel(2);
  expect([...annotating.hiddenLabels]).toEqual([1]);
  annotating.toggleLabel(1);
  expect([...annotating.hiddenLabels]).toEqual([]);
  // A label that is gone hides nobody.
  annotating.alone = 9;
  expect([...annotating.hiddenLabels]).toEqual([]);
});

it('In a project that cannot be written a label is hidden without telling the host', async () => {
  useWorkplace().$patch({ project: { id: 'q', readOnly: { en: 'Older.', 'zh-CN': '旧。' } } as never });
  useAnnotating().toggleLabel(2);
  await rest();
  expect([...useAnnotating().hiddenLabels]).toEqual([2]);
  expect(host.calls).toEqual([]);
});
