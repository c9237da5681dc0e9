/** Reads the whole log of somebody's labels, so that it can travel, and what of other copies is in it. */
import type { PinSeverity, PinState } from './slice-work.ts';
import type { BegunBundle, ReviewWord, TakingHow, TravellingItem, TravellingPin } from './bundle-items.ts';
import type { KnownHere } from './bundle-play.ts';
import type { LabelmapRow } from './labelmaps.ts';
import { helpOf } from './model-help.ts';
import type { Pieces, Session } from './session.ts';
import type { Tiles } from './tiles.ts';

export const bundleTaken = 'bundle-taken-in';
export const bundleMade = 'bundle-made';
export const bundleBegun = 'bundle-begun';

/** What the event `bundle-begun` tells, before the first edit of the bundle. */
export interface BegunTold {
  readonly bundle: string;
  readonly from: BegunBundle['from'];
  readonly by: string;
  readonly indices: BegunBundle['indices'];
  readonly labels: readonly { readonly theirId: string; readonly case: string; readonly annotator: string; readonly log: string }[];
}

/** What the event `bundle-taken-in` tells of each labelmap. */
export interface TakenLabels {
  /** Of the labelmap here, and of the one that it came from. */
  readonly id: string;
  readonly theirId: string;
  readonly case: string;
  readonly annotator: string;
  readonly how: TakingHow;
  /** The newest edit of what came; what is here knows everything up to it. Null where there was none. */
  readonly upTo: string | null;
  /** That both sides went on from: the edit that made one of the two; null where nothing of theirs was taken. */
  readonly mergedBy: string | null;
  readonly edits: number;
  /** Of `merged`: slices that are as theirs from then on, and those where a person kept what was here. */
  readonly theirs: readonly number[];
  readonly kept: readonly number[];
  /** sha256 of the blob that holds the log as it came. */
  readonly log: string;
}

type Numbered = { readonly number: number; readonly item: TravellingItem };

export interface BundleLogs {
  of(map: LabelmapRow): Pieces<TravellingItem[]>;
  pinsOf(map: LabelmapRow): readonly TravellingPin[];
  known(map: LabelmapRow): KnownHere;
}

export function createBundleLogs({ database }: Session, tiles: Tiles): BundleLogs {
  const edits = database.prepare<[number], { number: number; id: string; annotator: string; tool: string; reverts: string | null; restores: string | null; madeAt: string; helped: string | null }>(
    `SELECT edit.number, edit.uuid AS id, annotator.name AS annotator, edit.tool, reverted.uuid AS reverts, restored.uuid AS restores, edit.made_at AS madeAt,
       edit.helped
     FROM edit JOIN annotator ON annotator.id = edit.annotator
     LEFT JOIN edit AS reverted ON reverted.number = edit.reverts LEFT JOIN edit AS restored ON restored.number = edit.restores
     WHERE edit.labelmap = ? ORDER BY edit.number`,
  );
  const reviews = database.prepare<[number], { number: number; annotator: string; state: ReviewWord; slices: string; comment: string | null; at: string }>(
    `SELECT review.number, annotator.name AS annotator, review.state, json_group_array(review.slice) AS slices, review.comment, event.at
     FROM review JOIN annotator ON annotator.id = review.annotator JOIN event ON event.position = review.number
     WHERE review.reading = ? GROUP BY review.number ORDER BY review.number`,
  );
  const pins = database.prepare<[number], {
    number: number; id: string; annotator: string; i: number; j: number; k: number; labelIndex: number | null;
    severity: PinSeverity; state: PinState; text: string; at: string;
  }>(
    `SELECT pin.number, pin.uuid AS id, annotator.name AS annotator, pin.i, pin.j, pin.k, pin.label AS labelIndex, pin.severity, pin.state, pin.text, pin.at
     FROM pin JOIN annotator ON annotator.id = pin.annotator WHERE pin.reading = ? ORDER BY pin.number`,
  );
  // The text is looked at first: a large bundle leaves an event for each person and case.
  const takenAt = database.prepare<[string, string], { position: number; payload: string }>(
    'SELECT position, payload FROM event WHERE kind = ? AND instr(payload, ?) > 0 ORDER BY position',
  );
  const taken = (map: LabelmapRow): { number: number; edit: string }[] =>
    takenAt.all(bundleTaken, map.id).flatMap(({ position, payload }) =>
      (JSON.parse(payload) as { labels: readonly TakenLabels[] }).labels
        .flatMap(({ id, upTo }) => (id === map.id && upTo !== null ? [{ number: position, edit: upTo }] : [])));

  const pinRows = (map: LabelmapRow): (readonly [number, TravellingPin])[] =>
    pins.all(map.readingKey ?? -1).map(({ number, i, j, k, ...pin }) => [number, { kind: 'pin', ...pin, voxel: [i, j, k] }]);

  return {
    pinsOf: (map) => pinRows(map).map(([, pin]) => pin),
    known: (map) => ({
      own: new Map(edits.all(map.key).map(({ id, number }) => [id, number])),
      taken: new Map(taken(map).map(({ edit, number }) => [edit, number])),
    }),
    *of(map) {
      const reading = map.readingKey ?? -1;
      const rows = edits.all(map.key);
      const own = new Set(rows.map(({ id }) => id));
      const drawn: Numbered[] = [];
      for (const { number, helped, ...edit } of rows) {
        const help = helped === null ? {} : { helped: helpOf(helped)! };
        drawn.push({ number, item: { kind: 'edit', ...edit, ...help, tiles: tiles.ofEdit(number).map(({ k, tile, runs }) => ({ k, tile, runs })) } });
        yield 0;
      }
      const all: Numbered[] = [
        ...drawn,
        ...reviews.all(reading).map(({ number, slices, ...review }): Numbered => (
          { number, item: { kind: 'review', ...review, slices: JSON.parse(slices) as number[] } })),
        ...pinRows(map).map(([number, item]): Numbered => ({ number, item })),
        // What went on from here is here as edits.
        ...taken(map).filter(({ edit }) => !own.has(edit)).map(({ number, edit }): Numbered => ({ number, item: { kind: 'took', edit } })),
      ];
      return all.sort((a, b) => a.number - b.number).map(({ item }) => item);
    },
  };
}
