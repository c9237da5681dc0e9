/** An editing session's way to the host, for one labelmap. */
import { editChannel } from '#shared/contract/edit-channel.ts';
import type { LabelmapId } from '#shared/contract/ids.ts';
import type { LabelTransport } from '../editing/label-transport.ts';
import { callFailed } from './call-failed.ts';
import { client } from './client.ts';
import { createEditChannel } from './edit-channel.ts';
import { plainError } from './plain-error.ts';
import { authorization, heldToken } from './token.ts';

function startEditThread(): Worker {
  return new Worker(new URL('./edit-worker.ts', import.meta.url), { type: 'module' });
}

/** One for all labelmaps of this window. */
const channel = createEditChannel(startEditThread, `${location.origin.replace(/^http/, 'ws')}${editChannel.path}`, heldToken);

export function createLabelTransport(labelmapId: LabelmapId): LabelTransport {
  channel.open();
  return {
    commit: async (edit) => {
      const acknowledged = await channel.commit(edit);
      if (acknowledged !== null) return acknowledged;
      const byCall = await client.labels.commit(edit);
      channel.open();
      return byCall;
    },
    revert: (edit, id, expected) => client.labels.revert({ labelmapId, edit, id, expected: [...expected] }),
    restore: (edit, slices, id) => client.labels.restore({ labelmapId, edit, slices: slices === 'all' ? 'all' : [...slices], id }),
    history: () => client.labels.history({ labelmapId }),
    loadHeads: () => client.labels.heads({ labelmapId }),
    loadVoxels: async (from, to) => {
      const range = `bytes=${from}-${to - 1}`;
      const response = await fetch(`/labelmaps/${labelmapId}/voxels`, { headers: { ...authorization(), range } });
      if (!response.ok) throw await callFailed(response);
      return new Uint8Array(await response.arrayBuffer());
    },
    explain: plainError,
  };
}
