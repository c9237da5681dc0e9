import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import type { ListedLabel } from '#shared/labels/label-table.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { useLabelRemoval } from '../../../src-renderer/stores/label-removal.ts';
import { useToasts, type Toast } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

const label = (index: number, name: string): ListedLabel =>
  ({ index, value: 10 * index, name, colour: '#e69f00', code: null, locked: false, opacity: 1, visible: true, visibleIn3d: true });
const both = [label(1, 'Liver'), label(2, 'Spleen')];

const host = vi.hoisted(() => ({ table: [] as unknown[], calls: [] as unknown[], refusal: null as Error | null }));
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: {
    labels: {
      merge: () => Promise.resolve({ jobId: 'job' }),
      table: () => Promise.resolve(host.table),
      removed: () => Promise.resolve([]),
      remove: ({ indices }: { indices: number[] }) => {
        if (host.refusal !== null) return Promise.reject(host.refusal);
        host.table = (host.table as ListedLabel[]).filter(({ index }) => !indices.includes(index));
        return Promise.resolve(host.table);
      },
      add: (added: { value: number }) => {
        host.calls.push(['add', added.value]);
        host.table = [...host.table, label(2, 'Spleen')];
        return Promise.resolve(label(2, 'Spleen'));
      },
      revert: (edit: unknown) => {
        host.calls.push(['revert', edit]);
        host.table = both;
        return Promise.resolve({});
      },
    },
  },
}));

const edits = [{ labelmapId: 'a', edit: 'x' }, { labelmapId: 'b', edit: 'y' }];
/** Merges the spleen into the liver, in all cases. @returns what was told, the last first */
async function merge(made: readonly unknown[], removes: boolean): Promise<readonly Toast[]> {
  useWorkplace().jobs = [{ id: 'job', state: 'done', result: { edits: made } } as never];
  await useLabelRemoval().merge({ from: 2, into: 1, everywhere: true, removes });
  return useToasts().past;
}
const said = ({ text }: Toast): unknown => ('word' in text ? [text.word, text.values] : text.en);
const names = { from: 'Spleen', into: 'Liver' };

beforeEach(() => {
  setActivePinia(createPinia());
  [host.table, host.calls, host.refusal] = [both, [], null];
  const workplace = useWorkplace();
  workplace.$patch({ project: { id: 'p', readOnly: null } as never });
  workplace.labelTable = both;
});

it('A label that was merged and removed is told to be both; undoing brings its voxels and itself back', async () => {
  const [told] = await merge(edits, true);
  expect(said(told!)).toEqual(['labels.merge.doneRemoved', { ...names, n: 2 }]);
  expect(useWorkplace().labelTable.map(({ name }) => name)).toEqual(['Liver']);
  expect(told!.step?.word).toBe('frame.steps.undo');
  told!.step!.take();
  await vi.waitFor(() => expect(useWorkplace().labelTable).toHaveLength(2));
  expect(host.calls).toEqual(edits.map((edit) => ['revert', edit]));
});

it('A label without voxels that was removed is brought back by itself, once', async () => {
  const [told] = await merge([], true);
  expect(said(told!)).toEqual(['labels.merge.nothingRemoved', { ...names, n: 0 }]);
  expect(told!.step?.word).toBe('labels.removal.back');
  told!.step!.take();
  await vi.waitFor(() => expect(useWorkplace().labelTable).toHaveLength(2));
  // It is back: the notice, which can still be read, has nothing left to do.
  told!.step!.take();
  await Promise.resolve();
  expect(host.calls).toEqual([['add', 20]]);
});

it('A label that stays, because it was not to go or could not, is told to have been merged alone, which can be undone', async () => {
  expect(said((await merge([], false))[0]!)).toEqual(['labels.merge.nothing', { ...names, n: 0 }]);
  expect(useToasts().past[0]!.step).toBeUndefined();
  expect(said((await merge(edits, false))[0]!)).toEqual(['labels.merge.done', { ...names, n: 2 }]);
  host.refusal = new UserFacingError('conflict', { en: 'In use.', 'zh-CN': '使用中。' });
  const [refusal, told] = await merge(edits, true);
  expect(said(refusal!)).toBe('In use.');
  expect([said(told!), told!.step?.word]).toEqual([['labels.merge.done', { ...names, n: 2 }], 'frame.steps.undo']);
});

it('A step that takes the last edit back is offered no more after the next one; others stay', () => {
  const toasts = useToasts();
  const step = { word: 'frame.steps.undo', take: () => undefined } as const;
  toasts.tell({ kind: 'done', text: { word: 'drawing.outside' }, step });
  toasts.tell({ kind: 'done', text: { word: 'annotate.regions.done' }, step, ofLastEdit: true });
  toasts.edited();
  expect(toasts.shown.map(said)).toEqual([['drawing.outside', undefined]]);
  expect(toasts.past.map((one) => [said(one), one.step !== undefined])).toEqual([
    [['annotate.regions.done', undefined], false], [['drawing.outside', undefined], true],
  ]);
});
