import { createPinia, setActivePinia } from 'pinia';
import { expect, it, vi } from 'vitest';
import { useLabelMasks } from '../../../src-renderer/stores/label-masks.ts';
import { useLabelPlace, type LabelPlace } from '../../../src-renderer/stores/label-place.ts';
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
  ({ caseId: caseId as never, caseName: `case ${caseId}`, readOnly: false, awaitSaved: () => { asked.push(['saved', caseId]); return Promise.resolve(); } });

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
