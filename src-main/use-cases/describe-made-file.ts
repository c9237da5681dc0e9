/** What lies beside a file that a model made, for whoever gets it: which model, of which image, and the newest hash of the log. */
import { basename } from 'node:path';
import { writeWhole } from '../files/write-whole.ts';
import type { ModelRecord, ProjectStore } from '../store/project-store.ts';

export interface MadeFile {
  readonly file: string;
  /** Of its bytes. */
  readonly sha256: string;
  readonly model: Pick<ModelRecord, 'id' | 'name'>;
  /** `sha256`: over the bytes of its source files, in name order, as the project names images. */
  readonly image: { readonly name: string; readonly sha256: string };
  /** What else is said of it. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** @throws UserFacingError as `writeWhole` */
export async function describeMadeFile(store: ProjectStore, { file, sha256, model: { id, name }, image, more = {} }: MadeFile, version: string): Promise<void> {
  const description = {
    program: 'Lamina', version, ...more, model: { id, name }, image: { ...image, name: basename(image.name) },
    file: { name: basename(file), sha256 }, logHead: store.events.head(), exportedAt: new Date().toISOString(),
  };
  await writeWhole(sidecarOf(file), `${JSON.stringify(description, null, 2)}\n`);
}

export function sidecarOf(file: string): string {
  return `${file}.json`;
}
