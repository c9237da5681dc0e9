/** Trained models as the rest of the host asks for them: what they are, which is in use, and who decided that. */
import type { Plan } from '#shared/learning/plan.ts';
import type { Decided, PromotionRecord } from './loop-work.ts';

export interface ModelRecord {
  readonly id: string;
  readonly name: string;
  readonly snapshotId: string;
  readonly parentId: string | null;
  readonly plan: Plan;
  /** Folder relative to the project. */
  readonly folder: string;
  readonly seed: number;
  readonly metrics: unknown;
  readonly state: 'ready' | 'failed';
  readonly active: boolean;
  readonly createdAt: string;
  /** What people wrote about it; empty where nobody did. */
  readonly note: string;
  /** Its files were deleted; its row stays, since others name it. */
  readonly removed: boolean;
}

export type NewModel = Omit<ModelRecord, 'id' | 'createdAt' | 'active' | 'note' | 'removed'> & { readonly id?: string };

export interface ModelChange {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
}

/** What in the database needs a model. */
export interface ModelReferences {
  readonly active: boolean;
  /** Names of models whose trainings started from it. */
  readonly children: readonly string[];
  /** Slices of the present queue that it chose and nobody has been through. */
  readonly queued: number;
}

/** How a model came into use: who did it, and whether it was in use before. */
export interface Activation {
  readonly annotator?: string;
  readonly rolledBack?: true;
}

export interface ModelStore {
  /**
   * @param decided whether it takes the place of the active one: noted, and done, with it or not at all; left out: nobody decided
   * @param annotator who asked for its training
   */
  add(model: NewModel, decided?: Decided, annotator?: string): ModelRecord;
  /** Without those that were removed. */
  list(): readonly ModelRecord[];
  /** Those too, oldest first as above. */
  ever(): readonly ModelRecord[];
  /** Also of those. */
  folders(): readonly { readonly id: string; readonly removed: boolean }[];
  /** Also one that was removed. @throws UserFacingError `not-found` */
  get(id: string): ModelRecord;
  active(): ModelRecord | null;
  /** @throws UserFacingError `not-found`, also where it was removed */
  activate(id: string, about?: Activation): void;
  /** Models in the order in which they came into use, as the log tells. */
  activations(): readonly (Activation & { readonly id: string })[];
  /** @throws UserFacingError `not-found`, also where it was removed; so do the next two */
  describe(id: string, change: ModelChange, annotator: string): void;
  /** From now on it is in no list; its row stays, its scores go. Its files are the caller's to remove. */
  remove(id: string, annotator: string): void;
  references(id: string): ModelReferences;
  /** By model; of models of before nothing is known. */
  promotions(): ReadonlyMap<string, PromotionRecord>;
}
