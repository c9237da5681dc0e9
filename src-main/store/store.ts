import { join } from 'node:path';
import { createAnnotators, createPeople } from './annotators.ts';
import { createAssignments } from './assignments.ts';
import { createBlobs } from './blobs.ts';
import { createBundles } from './bundles.ts';
import { createBundleWork } from './bundle-work.ts';
import { createCaseChanges } from './case-changes.ts';
import { createCases } from './cases.ts';
import { createConsensus, createSlicesOfConsensus } from './consensus.ts';
import { closeDatabase, copyDatabase } from './database.ts';
import { createEditWriter } from './append-edit.ts';
import { createEditHistory } from './edit-history.ts';
import { createEdits } from './edits.ts';
import { createEventLog } from './events.ts';
import { createImages } from './images.ts';
import { createJobs } from './jobs.ts';
import { createLabelmaps, sizeOfLabelmap } from './labelmaps.ts';
import { createLabelUse } from './label-use.ts';
import { createLabels } from './labels.ts';
import { createLoop } from './loop-work.ts';
import { createMerging } from './merging.ts';
import { createMeasurements } from './measurements.ts';
import { createModels, createSnapshots } from './models.ts';
import { createNotes } from './notes.ts';
import { createPins } from './pins.ts';
import { fileIdentity, projectFile } from './project-folder.ts';
import type { ProjectStore } from './project-store.ts';
import { createQueue, createSettling } from './queue.ts';
import { createReviews } from './reviews.ts';
import { createScores } from './scores.ts';
import { createSecondReadings } from './second-readings.ts';
import type { Session } from './session.ts';
import { createSettings } from './settings.ts';
import { createFolds, createTestSet } from './splits.ts';
import { createTakenOver } from './taken-over.ts';
import { createTakingBack } from './taking-back.ts';
import { withStoreErrors } from './store-errors.ts';
import { createTiles } from './tiles.ts';
import { createToldLog } from './told-log.ts';
import { verifyChain } from './verify-chain.ts';
import { verifyHeads } from './verify-heads.ts';

/** Joins the subjects over one open file. */
export function createStore(session: Session): ProjectStore {
  const { database, folder, readOnly } = session;
  const project = database.prepare<[], { uuid: string; name: string }>('SELECT uuid, name FROM project').get()!;
  const events = createEventLog(session);
  const annotators = createAnnotators(session, events);
  const blobs = createBlobs(session);
  const labels = createLabels(session, events);
  const maps = createLabelmaps(session, events, annotators);
  const tiles = createTiles(session);
  const writer = createEditWriter(session, { events, annotators, labels, tiles });
  const assignments = createAssignments(session);
  const pins = createPins(session, events, annotators, maps);
  const reviews = createReviews(session, { events, annotators, labelmaps: maps, pins, slicesOfConsensus: createSlicesOfConsensus(session), completed: createSettling(session, assignments) });
  const parts = { tiles, labelmaps: maps, writer };
  const takingBack = createTakingBack(session, parts);
  const { move, repeat, rowsOf, ...measuring } = createMeasurements(session, events, annotators);
  const notes = createNotes(session, events, annotators);
  const labelUse = createLabelUse(session, maps, tiles);
  const labelTable: ProjectStore['labels'] = { ...labels, remove: (indices) => labels.remove(indices, labelUse) };
  const labelmaps: ProjectStore['labelmaps'] = {
    ...maps,
    size: (id) => sizeOfLabelmap(maps.row(id)),
    voxels: (id, upToEdit, slices) => tiles.volume(maps.row(id), upToEdit, slices),
    heads: (id) => tiles.heads(maps.row(id)),
    voxelCounts: (id) => tiles.counts(maps.row(id)),
    ...createEdits(session, parts),
    ...createEditHistory(session, maps, tiles),
    ...createTakenOver(session, maps),
    ...takingBack,
    ...createMerging(session, { ...parts, takingBack, reviews }),
    verifyHeads: () => verifyHeads(session, maps, tiles),
  };
  const cases = createCases(session, events, createImages(session, blobs), { labels: labelTable, labelmaps, reviews });
  const guard = <Subject extends object>(subject: Subject): Subject => withStoreErrors(session, subject);

  return {
    folder,
    projectId: project.uuid,
    name: project.name,
    readOnly,
    isInPlace: watchPlace(session),
    blobs,
    settings: guard(createSettings(session, events)),
    labels: guard(labelTable),
    cases: guard({ ...cases, ...createCaseChanges(session, { events, cases, labelmaps: maps, tiles, measurements: { move } }) }),
    labelmaps: guard(labelmaps),
    people: guard(createPeople(session, annotators)),
    reviews: guard(reviews),
    pins: guard(pins),
    scores: guard(createScores(session)),
    queue: guard(createQueue(session, { events, annotators, assignments, labelmaps: maps, tiles, reviews })),
    secondReadings: guard(createSecondReadings(session, events, annotators)),
    consensus: guard(createConsensus(session, { events, annotators, labelmaps: maps, cases, edits: labelmaps })),
    loop: guard(createLoop(session, events)),
    bundles: guard(createBundles(session, { events, annotators, labels: labelTable, labelmaps: maps, tiles, writer, reviews, pins, work: createBundleWork(session, notes, { repeat, rowsOf, history: (id) => measuring.history(id) }) })),
    measurements: guard(measuring),
    notes: guard(notes),
    testSet: guard(createTestSet(session, events, annotators)),
    folds: guard(createFolds(session, events)),
    snapshots: guard(createSnapshots(session, events)),
    models: guard(createModels(session, events, annotators)),
    jobs: guard(createJobs(session)),
    events: guard({ ...events, page: createToldLog(session), verifyChain: () => verifyChain(session), copyTo: (file) => copyDatabase(database, file) }),
    close: () => closeDatabase(database),
  };
}

/**
 * SQLite goes on writing into a file that was removed under it, and what is written then is nowhere.
 * Measured: 8 µs, beside some milliseconds of a stroke's commit.
 */
function watchPlace({ folder }: Session): () => boolean {
  const file = join(folder, projectFile);
  const opened = fileIdentity(file);
  return () => {
    try {
      return fileIdentity(file) === opened;
    } catch {
      return false;
    }
  };
}
