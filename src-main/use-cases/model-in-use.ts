/** Which model was in use before the present one, as the log tells, and how it comes back. */
import type { ModelId } from '#shared/contract/ids.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { Activation, ModelRecord, ProjectStore } from '../store/project-store.ts';
import { modelSentences } from './model-sentences.ts';

/**
 * Rolling back twice goes back twice, and not to and fro: what was rolled back from counts as never used.
 * @param activations in their order
 * @param isThere whether a model can still be used
 */
export function inUseBefore(activations: readonly (Activation & { readonly id: string })[], isThere: (id: string) => boolean): string | null {
  const line: string[] = [];
  for (const { id, rolledBack } of activations) {
    if (rolledBack === true) while (line.length > 0 && line.at(-1) !== id) line.pop();
    if (line.at(-1) !== id) line.push(id);
  }
  const present = line.at(-1);
  return line.findLast((id) => id !== present && isThere(id)) ?? null;
}

export interface NamedModel {
  readonly id: ModelId;
  readonly name: string;
  readonly removed: boolean;
}

export function namedModel({ id, name, removed }: ModelRecord): NamedModel {
  return { id: id as ModelId, name, removed };
}

export function modelBefore(store: ProjectStore): ModelRecord | null {
  const there = new Set(store.models.list().map(({ id }) => id));
  const id = inUseBefore(store.models.activations(), (one) => there.has(one));
  return id === null ? null : store.models.get(id);
}

/** @throws UserFacingError `conflict` where no other one was in use */
export function rollBack(store: ProjectStore, annotator: string): NamedModel {
  const before = modelBefore(store);
  if (before === null) throw failure('conflict', modelSentences.nothingBefore, {});
  store.models.activate(before.id, { annotator, rolledBack: true });
  return namedModel(before);
}
