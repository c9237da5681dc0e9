/**
 * The rows that stand for an event of the log, as one hash. Rows are named by their UUIDs, not by this
 * file's own numbers, so that the hash can be checked wherever the rows travel; empty columns are left
 * out, so that a column added later does not change the hash of rows written before it.
 */
import type Sqlite from 'better-sqlite3';
import { createHash, type Hash } from 'node:crypto';

/** Events whose content is rows of their own tables; all others carry it as JSON. */
export const rowKinds = ['edit', 'review', 'snapshot', 'model', 'measurement', 'note', 'pin', 'model_note', 'consensus'] as const;
export type RowKind = (typeof rowKinds)[number];

export function isRowKind(kind: string): kind is RowKind {
  return (rowKinds as readonly string[]).includes(kind);
}

/** Every column of the rows with the event's position, references as UUIDs, in a fixed order. */
const rowsOf: Readonly<Record<RowKind, readonly string[]>> = {
  edit: [
    `SELECT edit.uuid, labelmap.uuid AS labelmap, annotator.uuid AS annotator, edit.tool, reverted.uuid AS reverts, edit.made_at,
       edit.extent, restored.uuid AS restores, edit.helped
     FROM edit JOIN labelmap ON labelmap.id = edit.labelmap JOIN annotator ON annotator.id = edit.annotator
     LEFT JOIN edit AS reverted ON reverted.number = edit.reverts LEFT JOIN edit AS restored ON restored.number = edit.restores
     WHERE edit.number = +?`,
    `SELECT tile.k, tile.tile, previous.uuid AS previous, tile.codec, tile.runs
     FROM tile LEFT JOIN edit AS previous ON previous.number = tile.previous
     WHERE tile.edit = +? ORDER BY tile.k, tile.tile`,
  ],
  review: [
    `SELECT reading.uuid AS reading, review.axis, review.slice, review.state, annotator.uuid AS annotator,
       edit.uuid AS at_edit, review.comment
     FROM review JOIN reading ON reading.id = review.reading JOIN annotator ON annotator.id = review.annotator
     LEFT JOIN edit ON edit.number = review.at_edit
     WHERE review.number = +? ORDER BY reading.uuid, review.axis, review.slice`,
  ],
  snapshot: ['SELECT uuid, manifest_hash, path, up_to_edit, created_at FROM snapshot WHERE number = ?'],
  model: [
    `SELECT model.uuid, model.name, snapshot.uuid AS snapshot, parent.uuid AS parent, model.plan, model.folder, model.seed,
       model.metrics, model.state, model.created_at
     FROM model JOIN snapshot ON snapshot.id = model.snapshot LEFT JOIN model AS parent ON parent.id = model.parent
     WHERE model.number = ?`,
  ],
  measurement: [
    `SELECT measurement.uuid, "case".uuid AS "case", image.uuid AS image, annotator.uuid AS annotator, measurement.kind,
       measurement.points, measurement.plane, measurement.text, label.uuid AS label, measurement.colour, measurement.statistics,
       measurement.removed, measurement.at
     FROM measurement JOIN "case" ON "case".id = measurement."case" JOIN image ON image.id = measurement.image
     JOIN annotator ON annotator.id = measurement.annotator LEFT JOIN label ON label.label_index = measurement.label
     WHERE measurement.number = ?`,
  ],
  note: [
    `SELECT "case".uuid AS "case", annotator.uuid AS annotator, note.text, note.at
     FROM note JOIN "case" ON "case".id = note."case" JOIN annotator ON annotator.id = note.annotator
     WHERE note.number = ?`,
  ],
  pin: [
    `SELECT pin.uuid, reading.uuid AS reading, pin.axis, pin.slice, pin.i, pin.j, pin.k, label.uuid AS label, pin.severity, pin.state,
       pin.text, annotator.uuid AS annotator, pin.at
     FROM pin JOIN reading ON reading.id = pin.reading JOIN annotator ON annotator.id = pin.annotator
     LEFT JOIN label ON label.label_index = pin.label
     WHERE pin.number = ?`,
  ],
  model_note: [
    `SELECT model.uuid AS model, annotator.uuid AS annotator, model_note.name, model_note.text, model_note.removed, model_note.at
     FROM model_note JOIN model ON model.id = model_note.model JOIN annotator ON annotator.id = model_note.annotator
     WHERE model_note.number = ?`,
  ],
  consensus: [
    `SELECT labelmap.uuid AS labelmap, edit.uuid AS edit, consensus.method, consensus.facts, annotator.uuid AS annotator, consensus.at
     FROM consensus JOIN labelmap ON labelmap.id = consensus.labelmap JOIN annotator ON annotator.id = consensus.annotator
     LEFT JOIN edit ON edit.number = consensus.edit
     WHERE consensus.number = ?`,
  ],
};

type Value = Buffer | string | number | null;

export type Digest = (kind: RowKind, position: number) => Buffer;

/** @returns a function that gives the sha256 over the rows of an event */
export function createRowDigest(database: Sqlite.Database): Digest {
  const reading = (sql: string) => {
    const statement = database.prepare<[number], Value[]>(sql).raw();
    return { statement, names: statement.columns().map(({ name }) => name) };
  };
  const readings = Object.fromEntries(rowKinds.map((kind) => [kind, rowsOf[kind].map(reading)])) as Record<RowKind, ReturnType<typeof reading>[]>;
  return (kind, position) => {
    const hash = createHash('sha256');
    for (const { statement, names } of readings[kind]) {
      let rows = 0;
      for (const row of statement.iterate(position)) {
        addRow(hash, names, row);
        rows += 1;
      }
      hash.update(`${rows} rows\n`);
    }
    return hash.digest();
  };
}

/** sha256 over named values, as `addRow` writes them down. */
export function rowHash(row: Readonly<Record<string, Value>>): Buffer {
  const hash = createHash('sha256');
  addRow(hash, Object.keys(row), Object.values(row));
  return hash.digest();
}

/** Each value as `name type length` and its bytes, so that no two rows give the same bytes. */
function addRow(hash: Hash, names: readonly string[], row: readonly Value[]): void {
  // Joined as far as they are text: a hash is as slow to call as to compute.
  let text = '';
  for (const [at, value] of row.entries()) {
    if (value === null) continue;
    const name = names[at]!;
    if (Buffer.isBuffer(value)) {
      hash.update(`${text}${name} bytes ${value.length}\n`, 'utf8').update(value);
      text = '\n';
    } else {
      const written = String(value);
      text += `${name} ${typeof value} ${Buffer.byteLength(written, 'utf8')}\n${written}\n`;
    }
  }
  hash.update(text, 'utf8');
}
