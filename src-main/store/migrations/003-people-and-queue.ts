/**
 * What several people at one project ask for: who confirms what, pins that a reviewer leaves, the queue of slices with its
 * leases, second readings. The tables `score` and `assignment` were in the first schema and nothing ever wrote to them, so they
 * are made anew instead of being bent.
 */
import { appendOnly } from './append-only.ts';

const columns = `
ALTER TABLE project ADD COLUMN only_reviewed_teach INTEGER NOT NULL DEFAULT 0;

-- Of a second reading: its slices as JSON, along that axis, and when its reader had finished it.
ALTER TABLE reading ADD COLUMN axis INTEGER;
ALTER TABLE reading ADD COLUMN slices TEXT;
ALTER TABLE reading ADD COLUMN finished_at TEXT;
-- Asked before every call.
CREATE INDEX reading_blind ON reading (annotator) WHERE blind = 1 AND finished_at IS NULL;
`;

const sliceStates = `
DROP VIEW slice_state;
-- As before, with the event of the last word.
CREATE VIEW slice_state (reading, axis, slice, state, at_edit, annotator, number, comment) AS
SELECT review.reading, review.axis, review.slice,
  CASE WHEN EXISTS (
    SELECT 1 FROM labelmap JOIN slice_head ON slice_head.labelmap = labelmap.id
    WHERE labelmap.reading = review.reading AND slice_head.slice = review.slice
      AND slice_head.edit > coalesce(review.at_edit, 0)
  ) THEN 'incomplete' ELSE review.state END,
  review.at_edit, review.annotator, review.number, review.comment
FROM review
WHERE review.number = (
  SELECT max(newest.number) FROM review AS newest
  WHERE newest.reading = review.reading AND newest.axis = review.axis AND newest.slice = review.slice
);
`;

const pinTable = `
-- Each row is what somebody said of a pin, and the whole pin as it was from then on; the first row of a uuid is who pinned it.
CREATE TABLE pin (
  number INTEGER PRIMARY KEY REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  uuid TEXT NOT NULL,
  reading INTEGER NOT NULL REFERENCES reading (id),
  axis INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  i INTEGER NOT NULL,
  j INTEGER NOT NULL,
  k INTEGER NOT NULL,
  label INTEGER REFERENCES label (label_index),
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX pin_by_uuid ON pin (uuid);
CREATE INDEX pin_by_reading ON pin (reading);
`;

const queueTables = `
DROP TABLE score;
DROP TABLE assignment;

-- What a model read in a slice: JSON of a SliceReading; features are float32, little-endian.
CREATE TABLE score (
  model INTEGER NOT NULL REFERENCES model (id),
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  axis INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  reading TEXT NOT NULL,
  features BLOB,
  PRIMARY KEY (model, "case", axis, slice)
) STRICT;

-- The present batch in its order; the event that filled it (queue-filled) holds it for ever.
CREATE TABLE queue (
  place INTEGER PRIMARY KEY,
  batch TEXT NOT NULL,
  model INTEGER REFERENCES model (id),
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  axis INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  reason TEXT NOT NULL,
  score REAL,
  outcome TEXT,
  UNIQUE ("case", axis, slice)
) STRICT;

-- A slice that was given to somebody, and what became of it. Open while ended_at is null: one a slice, and one a person.
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  batch TEXT NOT NULL,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  axis INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  reason TEXT NOT NULL,
  score REAL,
  assigned_at TEXT NOT NULL,
  leased_until TEXT NOT NULL,
  ended_at TEXT,
  outcome TEXT
) STRICT;
CREATE UNIQUE INDEX assignment_open_slice ON assignment ("case", axis, slice) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX assignment_open_person ON assignment (annotator) WHERE ended_at IS NULL;
CREATE INDEX assignment_by_slice ON assignment ("case", axis, slice);
`;

export const peopleAndQueue = [columns, sliceStates, pinTable, appendOnly('pin'), queueTables].join('\n');
