/**
 * Proves of a project that its database and its files are what its log tells, or says what is not. Looks at a copy of
 * the database and reads files; nothing of the project is changed, whether it is open or not.
 */
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import type { Finding, Verification } from '#shared/contract/verification.ts';
import type { SnapshotManifest } from '#shared/learning/snapshot-manifest.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { writeError } from '../files/write-whole.ts';
import { readFailure, systemCode } from '../import/file-failure.ts';
import { projectFile } from '../store/project-folder.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { copyClosedDatabase, openCopy, type ProjectInspection } from '../store/verify-copy.ts';
import type { HashedFile } from '../store/verify-files.ts';
import { wrong } from '../store/verify-finding.ts';
import { holdAgainst, type NotedHead } from '../store/verify-noted.ts';
import { bundleSentences, filesSentences, unprovenSentences as say } from '../store/verify-sentences.ts';
import { hashFile } from './hash-file.ts';
import { breathe, inPieces, type LongWork } from './long-work.ts';

export interface Verifying {
  /** The open project, or the folder of one that this process has not open. */
  readonly project: ProjectStore | string;
  /** Given by whoever asks. */
  readonly heads: readonly string[];
  /** What this person's Lamina has noted of a project. */
  readonly notedHeads: (projectId: string) => Promise<readonly NotedHead[]>;
  /** Where a copy of the database may lie for the time; empty. */
  readonly workFolder: string;
  /**
   * Copies the database of a project that is not open while nobody in this process opens it; answers with the store where
   * somebody has, and then copies nothing.
   */
  readonly copyClosed?: (folder: string, file: string) => Promise<ProjectStore | null>;
}

/** @throws UserFacingError `not-found`; `corrupt` where the database cannot be read at all; `cancelled` */
export async function verifyProject({ project, heads, notedHeads, workFolder, copyClosed = copyUnopened }: Verifying, work: LongWork): Promise<Verification> {
  const file = join(workFolder, 'copy.sqlite');
  const folder = typeof project === 'string' ? project : project.folder;
  const began = new Date().toISOString();
  try {
    const store = typeof project === 'string' ? await copyClosed(project, file) : project;
    await store?.events.copyTo(file);
  } catch (error) {
    const full = ['ENOSPC', 'EDQUOT'].includes(systemCode(error));
    throw full ? writeError(error, file) : readFailure(error, join(folder, projectFile));
  }
  await breathe(work);
  const copy = openCopy(file, folder);
  try {
    const inspection = await inPieces(copy.inspect(), work, (done) => work.progress({ phase: 'verifying', done, total: 1 }));
    const { log, files, untoldPeople, taken } = inspection;
    const checked = await checkFiles(folder, files, work);
    const asked = [...heads.map((hash): NotedHead => ({ hash, noted: null })), ...notedBefore(began, await notedHeads(copy.id))];
    const held = holdAgainst(log, asked);
    const proven = held.places.reduce<Place | null>((newest, place) => (place !== null && place.event > (newest?.event ?? 0) ? place : newest), null);
    return {
      project: { id: copy.id, name: copy.name },
      wrong: [...inspection.wrong, ...checked.wrong, ...held.wrong],
      unproven: [
        ...held.unproven, ...afterProven(inspection, proven),
        ...taken.broken,
        ...taken.withoutVoxels === 0 ? [] : [fill(bundleSentences.withoutVoxels, { count: taken.withoutVoxels })],
        ...untoldPeople.length === 0 ? [] : [fill(say.people, { names: untoldPeople.join(', ') })],
        ...files.deletedModels.length === 0 ? [] : [fill(say.deletedModels, { names: files.deletedModels.join(', ') })],
        ...files.unnotedModels.length === 0 ? [] : [fill(say.models, { names: files.unnotedModels.join(', ') })],
      ],
      head: log.newest && { hash: log.newest.hash, event: log.newest.event, at: log.newest.at },
      heads: asked.map(({ hash, noted }, at) => ({ hash, from: noted === null ? 'given' : 'noted', event: held.places[at]?.event ?? null })),
      proven: proven && { event: proven.event, at: proven.at },
      checked: { events: log.events, edits: log.edits, files: checked.files, bytes: checked.bytes },
    };
  } finally {
    copy.close();
  }
}

const copyUnopened = (folder: string, file: string): Promise<null> => {
  copyClosedDatabase(folder, file);
  return Promise.resolve(null);
};

/** What was noted while the copy was read may be newer than it. A clock that was set back makes nothing look so. */
function notedBefore(began: string, heads: readonly NotedHead[]): readonly NotedHead[] {
  const now = new Date().toISOString();
  return heads.filter(({ noted }) => noted === null || noted.at <= began || noted.at > now);
}

type Place = NonNullable<Verification['proven']>;

/** What a chain cannot prove by itself. */
function afterProven({ log: { newest, events } }: ProjectInspection, proven: Place | null): Sentence[] {
  if (newest === null) return [];
  if (proven === null) return [say.noHead];
  const { event } = proven;
  return [event === newest.event ? fill(say.afterLast, { event }) : fill(say.afterHead, { event, count: Math.min(events, newest.event - event) })];
}

interface CheckedFiles {
  readonly wrong: readonly Finding[];
  readonly files: number;
  readonly bytes: number;
}

async function checkFiles(folder: string, { files, manifests }: ProjectInspection['files'], work: LongWork): Promise<CheckedFiles> {
  const found: Finding[] = [];
  const all = new Map<string, HashedFile>();
  const want = (file: HashedFile): void => {
    const key = `${file.path} ${file.sha256}`;
    if (!all.has(key)) all.set(key, file);
  };
  for (const file of [...files, ...manifests]) want(file);
  for (const manifest of manifests) for (const file of await filesIn(folder, manifest)) want(file);
  // Of those whose size was not noted as well.
  const total = [...all.values()].reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  let bytes = 0;
  for (const file of [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    await breathe(work);
    const before = found.length;
    found.push(...await checkFile(folder, file, work, (read) => {
      bytes += read;
      work.progress({ phase: 'checking-files', done: Math.min(bytes, total), total: Math.max(total, 1) });
    }));
    if (found.length > before) work.report({ kind: 'warning', sentence: found.at(-1)!.sentence });
  }
  return { wrong: found, files: all.size, bytes };
}

async function checkFile(folder: string, { path, sha256, bytes, what, case: name }: HashedFile, work: LongWork, read: (bytes: number) => void): Promise<Finding[]> {
  const tell = (which: 'missing' | 'changed' | 'unreadable'): Finding[] =>
    [wrong('file', fill(filesSentences[which], { file: path, what }), { file: path, case: name })];
  if (!isInside(path)) return tell('missing');
  try {
    const now = await hashFile(join(folder, path), work.signal, read);
    return now.sha256 === sha256 && (bytes === null || now.bytes === bytes) ? [] : tell('changed');
  } catch (error) {
    // Cancelled: told as such.
    await breathe(work);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return tell(code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable');
  }
}

/** What a snapshot names beside what the database does; nothing where it cannot be read, which its own hash tells. */
async function filesIn(folder: string, { path, what }: HashedFile): Promise<HashedFile[]> {
  if (!isInside(path)) return [];
  try {
    const { cases } = JSON.parse(await readFile(join(folder, path), 'utf8')) as SnapshotManifest;
    return cases.flatMap(({ name, image, furtherImages = [], labelmap }) =>
      [image, ...furtherImages, labelmap].map((file): HashedFile => ({ path: file.path, sha256: file.sha256, bytes: null, what, case: name })));
  } catch {
    return [];
  }
}

/** Also of what an event or a manifest names that was tampered with. */
function isInside(path: unknown): boolean {
  if (typeof path !== 'string') return false;
  const plain = normalize(path);
  return !isAbsolute(plain) && !plain.startsWith('..');
}
