/** An editing session's way to the host, for one labelmap. */
import { editChannel } from '#shared/contract/edit-channel.ts';
import type { LabelmapId } from '#shared/contract/ids.ts';
import type { LabelTransport } from '../editing/label-transport.ts';
import { callFailed } from './call-failed.ts';
import { client } from './client.ts';
import { createEditChannel } from './edit-channel.ts';
import { plainError } from './plain-error.ts';
import { heldPerson } from './person.ts';
import { authorization, heldToken } from './token.ts';

function startEditThread(): Worker {
  return new Worker(new URL('./edit-worker.ts', import.meta.url), { type: 'module' });
}

/** One for all labelmaps of this window. */
const channel = createEditChannel(startEditThread, `${location.origin.replace(/^http/, 'ws')}${editChannel.path}`, heldToken);

/** @param person who works on them: all that is asked for them is asked in that name, also when somebody else is at the window by then */
export function createLabelTransport(labelmapId: LabelmapId, person: string | null): LabelTransport {
  channel.open(person);
  const inTheirName = { context: { person } };
  return {
    commit: async (edit) => {
      const acknowledged = await channel.commit(edit, person);
      if (acknowledged !== null) return acknowledged;
      const byCall = await client.labels.commit(edit, inTheirName);
      // What is left over of somebody who has gone does not close the channel of whoever is here.
      if (person === heldPerson()) channel.open(person);
      return byCall;
    },
    revert: (edit, id, expected) => client.labels.revert({ labelmapId, edit, id, expected: [...expected] }, inTheirName),
    restore: (edit, slices, id) => client.labels.restore({ labelmapId, edit, slices: slices === 'all' ? 'all' : [...slices], id }, inTheirName),
    history: () => client.labels.history({ labelmapId }, inTheirName),
    loadHeads: () => client.labels.heads({ labelmapId }, inTheirName),
    loadVoxels: async (from, to) => {
      const range = `bytes=${from}-${to - 1}`;
      const response = await fetch(`/labelmaps/${labelmapId}/voxels`, { headers: { ...authorization(person), range } });
      if (!response.ok) throw await callFailed(response);
      return new Uint8Array(await response.arrayBuffer());
    },
    explain: plainError,
  };
}
