/** Of which networks a model consists: one, or those of a cross-validation, whose mean decides. */
import { join } from 'node:path';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import type { ModelMetrics } from './models.ts';

/** One training of a cross-validation. */
export interface ModelMember {
  /** Relative to the project. */
  readonly folder: string;
  readonly snapshotId: string;
  readonly validationPatients: readonly string[];
  readonly validationDice: number | null;
}

/** Relative to the project; never empty. */
export function memberFolders({ folder, metrics }: Pick<ModelRecord, 'folder' | 'metrics'>): readonly string[] {
  const { members = [] } = (metrics ?? {}) as Partial<ModelMetrics>;
  return members.length === 0 ? [folder] : members.map((member) => member.folder);
}

/** Absolute, as the engine is asked for them. */
export function modelFolders(store: Pick<ProjectStore, 'folder'>, model: Pick<ModelRecord, 'folder' | 'metrics'>): string[] {
  return memberFolders(model).map((folder) => join(store.folder, folder));
}
