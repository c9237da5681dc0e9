/** Words that are pinned to a voxel, with what was answered, as a log: each row is the whole pin as it was from then on. */
import { randomUUID } from 'node:crypto';
import { failure } from '#shared/text/user-facing-error.ts';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { labelUnknown } from '#shared/labels/label-sentences.ts';
import type { Annotators } from './annotators.ts';
import type { TravellingPin } from './bundle-items.ts';
import type { EventLog } from './events.ts';
import { requireCase, sizeOfLabelmap, type Labelmaps } from './labelmaps.ts';
import { inTransaction, type Session } from './session.ts';
import type { NewPin, PinRecord, PinSeverity, PinState, PinStore } from './slice-work.ts';
import { modelNotReviewed, pinEmpty, pinMissing, pinOutside } from './store-sentences.ts';

export interface Pins extends PinStore {
  /** A row of the log of pins of another copy of the project; within a transaction. @throws UserFacingError `bad-input` */
  repeat(labelmapId: string, pin: TravellingPin): void;
}

interface PinRow {
  readonly id: string;
  readonly labelmapId: string;
  readonly caseId: string;
  readonly reading: number;
  readonly axis: AxisIndex;
  readonly slice: number;
  readonly i: number;
  readonly j: number;
  readonly k: number;
  readonly labelIndex: number | null;
  readonly severity: PinSeverity;
  readonly state: PinState;
  readonly text: string;
  readonly author: string;
  readonly at: string;
}

const select = `
  SELECT pin.uuid AS id, labelmap.uuid AS labelmapId, "case".uuid AS caseId, pin.reading, pin.axis, pin.slice, pin.i, pin.j, pin.k,
    pin.label AS labelIndex, pin.severity, pin.state, pin.text, annotator.name AS author, pin.at
  FROM pin JOIN reading ON reading.id = pin.reading JOIN labelmap ON labelmap.reading = reading.id
  JOIN "case" ON "case".id = reading."case" JOIN annotator ON annotator.id = pin.annotator`;

export function createPins(session: Session, events: EventLog, annotators: Annotators, labelmaps: Labelmaps): Pins {
  const { database } = session;
  const one = database.prepare<[string], PinRow>(`${select} WHERE pin.uuid = ? AND "case".removed_at IS NULL ORDER BY pin.number`);
  const ofReading = database.prepare<[number], PinRow>(`${select} WHERE pin.reading = ? ORDER BY pin.number`);
  const ofPerson = database.prepare<[number], PinRow>(
    `${select} WHERE reading.annotator = ? AND "case".removed_at IS NULL ORDER BY "case".id, pin.number`,
  );
  const label = database.prepare<[number]>('SELECT 1 FROM label WHERE label_index = ? AND removed_at IS NULL');
  const insert = database.prepare(
    `INSERT INTO pin (number, uuid, reading, axis, slice, i, j, k, label, severity, state, text, annotator, at)
     VALUES (:number, :id, :reading, :axis, :slice, :i, :j, :k, :labelIndex, :severity, :state, :text, :annotator, :at)`,
  );

  const write = (row: Omit<PinRow, 'labelmapId' | 'caseId' | 'author' | 'at'>, person: number, at = session.now()): void => {
    const { id, reading, axis, slice, i, j, k, labelIndex, severity, state, text } = row;
    events.appendRows('pin', (number) => insert.run({
      number, id, reading, axis, slice, i, j, k, labelIndex, severity, state, text, annotator: person, at,
    }));
  };
  const rowsOf = (id: string): readonly [PinRow, ...PinRow[]] => {
    const [first, ...later] = one.all(id);
    if (first === undefined) throw failure('not-found', pinMissing, { id });
    return [first, ...later];
  };

  const placeOf = (labelmapId: string, voxel: Vec3): Pick<PinRow, 'reading' | 'axis' | 'slice' | 'i' | 'j' | 'k'> => {
    const map = labelmaps.row(labelmapId);
    requireCase(map);
    if (map.readingKey === null) throw failure('bad-input', modelNotReviewed, {});
    const size = sizeOfLabelmap(map);
    if (!voxel.every((at, axis) => Number.isInteger(at) && at >= 0 && at < size[axis]!)) {
      throw failure('bad-input', pinOutside, { name: map.caseName, voxel: voxel.join(', ') });
    }
    const [i, j, k] = voxel;
    return { reading: map.readingKey, axis: map.sliceAxis, slice: voxel[map.sliceAxis], i, j, k };
  };

  return {
    get: (id) => record(rowsOf(id)),
    ofLabelmap: (labelmapId) => {
      const { readingKey } = labelmaps.row(labelmapId);
      return readingKey === null ? [] : together(ofReading.all(readingKey)).sort((a, b) => a.slice - b.slice);
    },
    openFor: (annotator) => {
      const person = annotators.find(annotator);
      return person === null ? [] : together(ofPerson.all(person)).filter(({ state }) => state === 'open');
    },
    add: (labelmapId, { voxel, labelIndex, severity, text }: NewPin, annotator) =>
      inTransaction(session, () => {
        const place = placeOf(labelmapId, voxel);
        if (text.trim() === '') throw failure('bad-input', pinEmpty, {});
        if (labelIndex !== null && label.get(labelIndex) === undefined) throw failure('not-found', labelUnknown, { index: labelIndex });
        const id = randomUUID();
        write({ id, ...place, labelIndex, severity, state: 'open', text }, annotators.key(annotator));
        return record(rowsOf(id));
      }),
    repeat: (labelmapId, { id, voxel, labelIndex, severity, state, text, annotator, at }) =>
      write({ id, ...placeOf(labelmapId, voxel), labelIndex, severity, state, text }, annotators.key(annotator), at),
    answer: (id, { text, state }, annotator) =>
      inTransaction(session, () => {
        const newest = rowsOf(id).at(-1)!;
        if (text.trim() === '' && state === newest.state) throw failure('bad-input', pinEmpty, {});
        write({ ...newest, text, state }, annotators.key(annotator));
        return record(rowsOf(id));
      }),
  };
}

/** Rows of several pins, in the order of the log. */
function together(rows: readonly PinRow[]): PinRecord[] {
  const byPin = new Map<string, [PinRow, ...PinRow[]]>();
  for (const row of rows) {
    const present = byPin.get(row.id);
    if (present === undefined) byPin.set(row.id, [row]);
    else present.push(row);
  }
  return [...byPin.values()].map(record);
}

function record([first, ...later]: readonly [PinRow, ...PinRow[]]): PinRecord {
  const { id, labelmapId, caseId, axis, slice, i, j, k, labelIndex, severity, text, author, at } = first;
  return {
    id, labelmapId, caseId, axis, slice, voxel: [i, j, k], labelIndex, severity, text, author, at,
    state: later.at(-1)?.state ?? first.state,
    answers: later.map((row) => ({ text: row.text, state: row.state, author: row.author, at: row.at })),
  };
}
