/** An editing session's way to the host, for one labelmap. */
import type { CaseId, LabelmapId } from '#shared/contract/ids.ts';
import type { LabelTransport } from '../editing/label-transport.ts';
import { callFailed } from './call-failed.ts';
import { client } from './client.ts';
import { plainError } from './plain-error.ts';
import { authorization } from './token.ts';

export function createLabelTransport(caseId: CaseId, labelmapId: LabelmapId): LabelTransport {
  return {
    commit: (edit) => client.labels.commit(edit),
    revert: (edit, id, expected) => client.labels.revert({ labelmapId, edit, id, expected: [...expected] }),
    restore: (edit, slices, id) => client.labels.restore({ labelmapId, edit, slices: slices === 'all' ? 'all' : [...slices], id }),
    history: () => client.labels.history({ labelmapId }),
    loadHeads: async () => (await client.labels.open({ caseId })).heads,
    loadVoxels: async (from, to) => {
      const range = `bytes=${from}-${to - 1}`;
      const response = await fetch(`/labelmaps/${labelmapId}/voxels`, { headers: { ...authorization(), range } });
      if (!response.ok) throw await callFailed(response);
      return new Uint8Array(await response.arrayBuffer());
    },
    explain: plainError,
  };
}
