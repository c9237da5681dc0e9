/** A window's socket for its strokes (`shared/contract/edit-channel.ts`). Whoever finds it closed, or breaking, makes the call instead. */
import { editChannel, type EditAnswer } from '#shared/contract/edit-channel.ts';
import type { EditToCommit } from '#shared/contract/labels.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import type { Acknowledged } from '../editing/label-transport.ts';
import type { FromEditThread, ToEditThread } from './edit-messages.ts';
import { personWords } from './person.ts';

export interface EditThread {
  postMessage(message: ToEditThread): void;
  addEventListener(kind: 'message', listener: (event: { readonly data: FromEditThread }) => void): void;
  addEventListener(kind: 'error', listener: () => void): void;
}

export interface EditChannel {
  /** Opens it for a person, unless it is open for them already: to be called where the host has just answered. What it was opened for before ends. */
  open(person: string | null): void;
  /**
   * On its way before this returns, where it can be.
   * @param person whose edit it is: none goes under another's name
   * @returns null where there is no answer. The edit may be stored all the same: sent again, it is stored once.
   * @throws UserFacingError what the host has against it
   */
  commit(edit: EditToCommit, person: string | null): Promise<Acknowledged | null>;
}

/** @param token null: in the desktop window the shell adds it. A person's null: the user of this machine */
export function createEditChannel(start: () => EditThread, address: string, token: () => string | null): EditChannel {
  let thread: EditThread | null = null;
  let state: 'closed' | 'opening' | 'open' = 'closed';
  let openFor: string | null = null;
  const waiting = new Map<EditToCommit['id'], (answer: EditAnswer | null) => void>();

  const close = (): void => {
    state = 'closed';
    for (const tell of waiting.values()) tell(null);
    waiting.clear();
  };
  const hear = (message: FromEditThread): void => {
    switch (message.kind) {
      case 'opened':
        state = 'open';
        break;
      case 'heard': {
        const answer = JSON.parse(message.text) as EditAnswer;
        waiting.get(answer.id)?.(answer);
        waiting.delete(answer.id);
        break;
      }
      case 'closed':
        close();
        break;
    }
  };
  const started = (): EditThread => {
    const made = start();
    made.addEventListener('message', ({ data }) => hear(data));
    made.addEventListener('error', close);
    return made;
  };

  return {
    open(person) {
      if (state !== 'closed' && person === openFor) return;
      // Nobody answers any more what was said over the one before.
      close();
      state = 'opening';
      openFor = person;
      const word = token();
      thread ??= started();
      thread.postMessage({ kind: 'open', address, protocols: [editChannel.protocol, ...(word === null ? [] : [word]), ...personWords(person)] });
    },
    async commit(edit, person) {
      if (state !== 'open' || thread === null || person !== openFor) return null;
      thread.postMessage({ kind: 'say', text: JSON.stringify(edit) });
      const answer = await new Promise<EditAnswer | null>((resolve) => { waiting.set(edit.id, resolve); });
      if (answer === null || 'number' in answer) return answer;
      throw new UserFacingError(answer.code, answer.sentence);
    },
  };
}
