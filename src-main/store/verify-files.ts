/** Which files of a project's folder its database and its log hold to a hash. Opens none of them. */
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { bundleBegun, bundleTaken, type TakenLabels } from './bundle-log.ts';
import { blobFolder } from './project-folder.ts';
import type { Session } from './session.ts';
import { toldCases } from './verify-cases.ts';
import { newestNote } from './model-notes.ts';
import { filesOfModels, type ModelFile } from './model-files.ts';
import { filesSentences as say } from './verify-sentences.ts';
import { toldEvents } from './verify-told.ts';

export interface HashedFile {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
  /** Null where it was not noted. */
  readonly bytes: number | null;
  readonly what: Sentence;
  readonly case: string | null;
}

export interface HashedFiles {
  readonly files: readonly HashedFile[];
  /** Each names further files, with their hashes. */
  readonly manifests: readonly HashedFile[];
  /** Names of models whose files were never noted. */
  readonly unnotedModels: readonly string[];
  /** Names of models whose files somebody deleted, as the log tells. */
  readonly deletedModels: readonly string[];
}

export function hashedFiles(session: Session): HashedFiles {
  const { database } = session;
  const files = new Map<string, HashedFile>();
  for (const { name, images } of toldCases(session, []).values()) {
    for (const image of images) {
      files.set(image.blob, { ...blobFile(image.blob), what: fill(say.imageOf, { image: image.name, name }), case: name });
    }
  }
  for (const { hash, bytes } of database.prepare<[], { hash: string; bytes: number }>('SELECT hash, bytes FROM blob').all()) {
    files.set(hash, { ...blobFile(hash), what: say.blob, case: null, ...files.get(hash), bytes });
  }
  for (const { payload } of toldEvents(database, [bundleBegun, bundleTaken])) {
    const { labels } = payload as { labels?: readonly TakenLabels[] };
    for (const { log } of Array.isArray(labels) ? labels as readonly TakenLabels[] : []) {
      if (typeof log === 'string') files.set(log, { ...blobFile(log), ...files.get(log), what: say.bundle, case: null });
    }
  }
  const noted = new Map<string, readonly ModelFile[]>();
  for (const { payload } of toldEvents(database, [filesOfModels])) {
    const { id, files: ofModel } = payload as { id?: unknown; files?: unknown };
    // What was noted first holds.
    if (typeof id === 'string' && Array.isArray(ofModel) && !noted.has(id)) noted.set(id, ofModel as ModelFile[]);
  }
  const all = database.prepare<[], { id: string; name: string; removed: number }>(
    `SELECT uuid AS id, coalesce(said.name, model.name) AS name, coalesce(removed, 0) AS removed FROM model ${newestNote} ORDER BY model.number`,
  ).all();
  const models = all.filter(({ removed }) => removed === 0);
  const ofModels = models.flatMap(({ id, name }) => (noted.get(id) ?? []).map((file): HashedFile => ({ ...file, what: fill(say.model, { name }), case: null })));
  const manifests = database.prepare<[], { path: string; sha256: string }>('SELECT path, manifest_hash AS sha256 FROM snapshot ORDER BY number').all()
    .map((one): HashedFile => ({ ...one, bytes: null, what: say.manifest, case: null }));
  return {
    files: [...files.values(), ...ofModels], manifests,
    unnotedModels: models.filter(({ id }) => !noted.has(id)).map(({ name }) => name),
    deletedModels: all.filter(({ removed }) => removed !== 0).map(({ name }) => name),
  };
}

export function blobFile(hash: string): Pick<HashedFile, 'path' | 'sha256' | 'bytes'> {
  return { path: `${blobFolder}/${hash.slice(0, 2)}/${hash.slice(2)}`, sha256: hash, bytes: null };
}
