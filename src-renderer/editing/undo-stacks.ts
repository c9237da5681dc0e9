/** What can be undone and redone, from nothing but the order of edits: so it is the same after a reload. */
import type { EditId } from '#shared/contract/ids.ts';

export interface PastEdit {
  readonly id: EditId;
  readonly tool: string;
  /** The edit that this one takes back. */
  readonly reverts: EditId | null;
}

export interface UndoStacks {
  /** Edits in effect, the newest last: to undo one is to revert it. */
  undo: EditId[];
  /** Edits that took another back, the newest last: to redo is to revert one of them. */
  redo: EditId[];
}

/** Labels that came with the images are where a person's own work starts from; undo ends there. */
const notUndone = 'import';

/** Brings the stacks up to date with one more edit, whoever made it. */
export function addToStacks(stacks: UndoStacks, { id, tool, reverts }: PastEdit): void {
  if (reverts !== null && takeOut(stacks.undo, reverts)) {
    stacks.redo.push(id);
  } else if (reverts !== null && takeOut(stacks.redo, reverts)) {
    stacks.undo.push(id);
  } else {
    if (tool !== notUndone) stacks.undo.push(id);
    stacks.redo = [];
  }
}

export function stacksOf(history: readonly PastEdit[]): UndoStacks {
  const stacks: UndoStacks = { undo: [], redo: [] };
  for (const edit of history) addToStacks(stacks, edit);
  return stacks;
}

function takeOut(stack: EditId[], id: EditId): boolean {
  const at = stack.lastIndexOf(id);
  if (at >= 0) stack.splice(at, 1);
  return at >= 0;
}
