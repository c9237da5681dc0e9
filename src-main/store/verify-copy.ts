/**
 * Looks over a project's database without touching it: a copy of the file is opened, brought to the present schema and
 * inspected. Opens no other file of the project, and repairs nothing.
 */
import Sqlite from 'better-sqlite3';
import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fill } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { createAnnotators } from './annotators.ts';
import { applicationId, isHeldHere } from './database.ts';
import { createEventLog } from './events.ts';
import { createLabelmaps } from './labelmaps.ts';
import { requireKnownVersion, runMigrations, schemaVersion } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { projectFile, sizeOf, walFile } from './project-folder.ts';
import type { Session } from './session.ts';
import { storeError } from './store-errors.ts';
import { noProject, notALaminaFile, openElsewhere } from './store-sentences.ts';
import { createTiles } from './tiles.ts';
import { inspectBundles, type TakenIn } from './verify-bundles.ts';
import { inspectCases } from './verify-cases.ts';
import { dropGuards, nameCauses } from './verify-causes.ts';
import { inspectLog, type LogReading } from './verify-chain.ts';
import { hashedFiles, type HashedFiles } from './verify-files.ts';
import { wrong, type Finding, type Inspection } from './verify-finding.ts';
import { inspectHeads } from './verify-heads.ts';
import { inspectLabels } from './verify-labels.ts';
import { inspectLabelmaps, inspectPeople } from './verify-people.ts';
import { inspectReadings } from './verify-readings.ts';
import { inspectPages, inspectSchema } from './verify-schema.ts';
import { fileSentences } from './verify-sentences.ts';
import { inspectStates } from './verify-states.ts';

export interface ProjectInspection {
  readonly wrong: readonly Finding[];
  readonly log: LogReading;
  readonly files: HashedFiles;
  /** Annotators whose names the log does not tell. */
  readonly untoldPeople: readonly string[];
  /** What came with bundles. */
  readonly taken: Omit<TakenIn, 'wrong'>;
}

export interface ProjectCopy {
  readonly id: string;
  readonly name: string;
  inspect(): Inspection<ProjectInspection>;
  close(): void;
}

/**
 * Copies the database of a project that nobody in this process has open, at a stroke: to open and close its file beside
 * a connection would give up that one's lock. Another process may have it open and go on.
 * @throws UserFacingError `not-found`; `conflict` where it is written to all the while
 */
export function copyClosedDatabase(folder: string, target: string): void {
  const [file, log] = [join(folder, projectFile), join(folder, walFile)];
  if (sizeOf(file) === null) throw failure('not-found', noProject, { folder });
  // Under another path, since it was moved.
  if (isHeldHere(file)) throw failure('conflict', openElsewhere, { folder });
  for (let time = 0; time < 3; time += 1) {
    const before = stateOf(file) + stateOf(log);
    rmSync(`${target}-wal`, { force: true });
    copyFileSync(file, target);
    if (existsSync(log)) copyFileSync(log, `${target}-wal`);
    // Both as they were at one moment: then they are what SQLite finds after a power cut, which it can always read.
    if (stateOf(file) + stateOf(log) === before) return;
  }
  throw failure('conflict', openElsewhere, { folder });
}

function stateOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '-' : `${found.size} ${found.mtimeNs} `;
}

/**
 * @param file a copy, which is written to
 * @param folder of the project
 * @throws UserFacingError `corrupt` where it cannot be read at all; `bad-input`, `unsupported-file` as for opening it
 */
export function openCopy(file: string, folder: string): ProjectCopy {
  let database: Sqlite.Database | null = null;
  try {
    database = new Sqlite(file, { fileMustExist: true });
    // Nobody else reads it, and it is thrown away.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('synchronous = OFF');
    if (database.pragma('application_id', { simple: true }) !== applicationId) throw failure('bad-input', notALaminaFile, { file: join(folder, projectFile) });
    requireKnownVersion(schemaVersion(database), folder, migrations);
    runMigrations(database, migrations, () => undefined);
    const session: Session = { database, folder, readOnly: null, now: () => new Date().toISOString() };
    const project = database.prepare<[], { id: string; name: string }>('SELECT uuid AS id, name FROM project').get();
    const opened = database;
    return { id: project?.id ?? '', name: project?.name ?? '', inspect: () => inspect(session), close: () => opened.close() };
  } catch (error) {
    database?.close();
    throw storeError(error, { folder, readOnly: null });
  }
}

function* inspect(session: Session): Inspection<ProjectInspection> {
  const { database } = session;
  const found: Finding[] = [];
  /** One part that cannot be read keeps no other from being looked at. @param from share of the whole at which it begins */
  function* part<Result>(inspection: () => Inspection<Result>, otherwise: Result, from: number, to: number): Inspection<Result> {
    try {
      const steps = inspection();
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
        yield from + step.value * (to - from);
      }
    } catch {
      // Damaged pages, or contents that no program of ours wrote: whatever it is, it is not as it should be.
      found.push(wrong('database', fill(fileSentences.unreadable, { file: projectFile })));
      return otherwise;
    }
  }
  const atOnce = <Result>(inspection: (session: Session) => Result) => function* (): Inspection<Result> { yield 0; return inspection(session); };
  const atEnd = <Result>(inspection: (session: Session) => Result, otherwise: Result): Inspection<Result> => part(atOnce(inspection), otherwise, 1, 1);

  found.push(...yield* part(() => inspectPages(database), [], 0, 0.2));
  found.push(...yield* part(atOnce(() => inspectSchema(database, migrations)), [], 0.2, 0.2));
  const log = yield* part(() => inspectLog(session), { wrong: [], hashes: new Map(), newest: null, events: 0, edits: 0 }, 0.2, 0.6);
  dropGuards(database);
  found.push(...yield* part(() => nameCauses(database, log.wrong), log.wrong, 0.6, 0.6));
  const events = createEventLog(session);
  const labelmaps = createLabelmaps(session, events, createAnnotators(session, events));
  found.push(...yield* part(() => inspectHeads(session, labelmaps, createTiles(session)), [], 0.6, 1));
  const taken = yield* part(() => inspectBundles(session, labelmaps, createTiles(session)), { wrong: [], broken: [], withoutVoxels: 0 }, 1, 1);
  found.push(...taken.wrong);
  for (const one of [inspectCases, inspectLabels, inspectReadings, inspectLabelmaps, inspectStates]) found.push(...yield* atEnd(one, []));
  const people = yield* atEnd(inspectPeople, { wrong: [], untold: [] });
  found.push(...people.wrong);
  const files = yield* atEnd(hashedFiles, { files: [], manifests: [], unnotedModels: [], deletedModels: [] });
  return { wrong: found, log, files, untoldPeople: people.untold, taken };
}
