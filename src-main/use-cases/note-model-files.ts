/** Notes the hashes of models' files in the project's log, so that it can be told later whether they are what was written. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOfModels, type ModelFile } from '../store/model-files.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';
import { hashFile } from './hash-file.ts';
import { memberFolders } from './model-members.ts';

/**
 * Of every model that has none noted: those of a training that has just ended, and those of before. What cannot be read
 * is left out, and tried again after the next training.
 */
export async function noteModelFiles(store: ProjectStore, signal: AbortSignal): Promise<void> {
  if (store.readOnly !== null) return;
  const noted = new Set(store.events.told(filesOfModels).map((event) => (event as { id?: string } | null)?.id));
  for (const model of store.models.list()) {
    if (noted.has(model.id)) continue;
    const files = await filesOf(store, model, signal).catch(() => []);
    if (signal.aborted) return;
    if (files.length > 0) store.events.append(filesOfModels, { id: model.id, files });
  }
}

/** Of each of its networks, by name. */
async function filesOf(store: Pick<ProjectStore, 'folder'>, model: ModelRecord, signal: AbortSignal): Promise<ModelFile[]> {
  const files: ModelFile[] = [];
  for (const folder of memberFolders(model)) {
    const entries = await readdir(join(store.folder, folder), { recursive: true, withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)).sort();
    for (const file of names) {
      const path = file.slice(store.folder.length + 1).replaceAll('\\', '/');
      files.push({ path, ...await hashFile(file, signal) });
    }
  }
  return files;
}
