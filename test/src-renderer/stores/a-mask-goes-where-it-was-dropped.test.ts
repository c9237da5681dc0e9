import { createPinia, setActivePinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import { useDialogs } from '../../../src-renderer/stores/dialogs.ts';
import { useHistory } from '../../../src-renderer/stores/history.ts';
import { useLabelMasks } from '../../../src-renderer/stores/label-masks.ts';
import { useLabelPlace, type LabelPlace } from '../../../src-renderer/stores/label-place.ts';
import { useToasts } from '../../../src-renderer/stores/toasts.ts';
import { useWorkplace } from '../../../src-renderer/stores/workplace.ts';

const asked = vi.hoisted(() => [] as unknown[]);
vi.mock('../../../src-renderer/connection/client.ts', () => ({
  client: {
    labels: {
      inspectMask: ({ caseId }: { caseId: string }) => {
        asked.push(['inspect', caseId]);
        return Promise.resolve({ values: [{ value: 1, voxels: 5 }], misfit: null });
      },
      importMask: ({ caseId }: { caseId: string }) => {
        asked.push(['import', caseId]);
        return Promise.resolve({ jobId: 'job' });
      },
      table: () => Promise.resolve([]),
    },
  },
}));

const placeOf = (caseId: string): LabelPlace =>
  ({ caseId: caseId as never, caseName: `case ${caseId}`, readOnly: false, awaitSaved: () => { asked.push(['saved', caseId]); return Promise.resolve(); }, extentOf: () => Promise.resolve(null) });

it('A mask goes onto the case on which it was dropped, whichever is open when the person has answered', async () => {
  setActivePinia(createPinia());
  const [masks, place] = [useLabelMasks(), useLabelPlace()];
  useWorkplace().jobs = [{ id: 'job', state: 'done', result: { edit: 'e', changedVoxels: 5, changedSlices: 1, lockedVoxels: 0, added: [], notes: [] } } as never];
  place.current = placeOf('one');
  await masks.offer({ kind: 'typed', path: '/scans/mask.nii.gz' });
  for (const next of [placeOf('two'), null]) {
    place.current = next;
    expect(masks.target?.caseName).toBe('case one');
  }
  await masks.start();
  expect([masks.stage, asked]).toEqual(['report', [['inspect', 'one'], ['saved', 'one'], ['import', 'one']]]);
});

it('The dialog is closed while the mask is laid, and a notice tells what came of it, with the way back to the report', async () => {
  setActivePinia(createPinia());
  const [masks, place, dialogs, toasts, workplace] = [useLabelMasks(), useLabelPlace(), useDialogs(), useToasts(), useWorkplace()];
  place.current = placeOf('one');
  let ending = Promise.resolve();
  const started = async (): Promise<void> => {
    workplace.jobs = [{ id: 'job', state: 'running' } as never];
    await masks.offer({ kind: 'typed', path: '/scans/mask.nii.gz' });
    expect(dialogs.current).toBe('label-mask');
    const done = masks.start();
    expect(dialogs.current).toBeNull();
    // Another mask waits; what goes on is shown meanwhile.
    await masks.offer({ kind: 'typed', path: '/scans/other.nii.gz' });
    expect([dialogs.current, masks.stage, masks.fileName]).toEqual(['label-mask', 'working', '/scans/mask.nii.gz']);
    dialogs.close();
    ending = done;
  };
  await started();
  workplace.jobs = [{ id: 'job', state: 'done', result: { edit: 'e', changedVoxels: 5, changedSlices: 1, lockedVoxels: 0, added: [], notes: [] } } as never];
  await ending;
  expect([dialogs.current, toasts.past[0]?.kind, toasts.past[0]?.text]).toEqual([null, 'done', { word: 'labels.mask.done', values: { file: '/scans/mask.nii.gz', n: 5 } }]);
  toasts.past[0]?.step?.take();
  expect([dialogs.current, masks.stage]).toEqual(['label-mask', 'report']);

  await started();
  const sentence = { en: 'The disk is full.', 'zh-CN': '磁盘已满。' };
  workplace.jobs = [{ id: 'job', state: 'failed', error: { code: 'x', sentence } } as never];
  await ending;
  expect([dialogs.current, toasts.past[0]?.kind, toasts.past[0]?.text]).toEqual([null, 'failed', sentence]);
  toasts.past[0]?.step?.take();
  expect([dialogs.current, masks.stage]).toEqual(['label-mask', 'failed']);

  await started();
  workplace.jobs = [{ id: 'job', state: 'cancelled', error: null } as never];
  await ending;
  expect(toasts.past[0]?.text).toEqual({ word: 'labels.mask.stopped' });
});

it('A case that takes no mask says why', () => {
  setActivePinia(createPinia());
  const [masks, place, workplace, history] = [useLabelMasks(), useLabelPlace(), useWorkplace(), useHistory()];
  workplace.project = { readOnly: null } as never;
  expect(masks.whyNot).toBeNull();
  place.current = placeOf('one');
  expect([masks.whyNot, masks.canTake]).toEqual([null, true]);
  place.current = { ...placeOf('one'), readOnly: true };
  expect([masks.whyNot, masks.canTake]).toEqual(['labels.mask.why.reading', false]);
  history.looked = {} as never;
  expect(masks.whyNot).toBe('labels.mask.why.earlier');
  workplace.project = { readOnly: { en: 'On a network drive.', 'zh-CN': '位于网络驱动器。' } } as never;
  expect(masks.whyNot).toBe('labels.mask.why.readOnly');
});
