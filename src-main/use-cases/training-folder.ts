/** Where a training lies while it is one and where its model will, and which of them this process computes just now. */
import { join } from 'node:path';
import type { ProjectStore } from '../store/project-store.ts';

/** A model's folder bears this ending until its training is done. */
const ending = '.training';

export function modelsFolder({ folder }: Pick<ProjectStore, 'folder'>): string {
  return join(folder, 'models');
}

export function modelFolderOf(store: Pick<ProjectStore, 'folder'>, id: string): string {
  return join(modelsFolder(store), id);
}

export function trainingFolderOf(store: Pick<ProjectStore, 'folder'>, id: string): string {
  return modelFolderOf(store, id) + ending;
}

/** Null where the name is not that of a training's folder. */
export function trainingOf(name: string): string | null {
  return name.endsWith(ending) ? name.slice(0, -ending.length) : null;
}

const computed = new Set<string>();

/** Whether it is being written to just now. */
export function isComputed(trainingFolder: string): boolean {
  return computed.has(trainingFolder);
}

export async function whileComputed<Result>(trainingFolder: string, run: () => Promise<Result>): Promise<Result> {
  computed.add(trainingFolder);
  try {
    return await run();
  } finally {
    computed.delete(trainingFolder);
  }
}
