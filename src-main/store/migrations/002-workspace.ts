/**
 * What the workspace asks for: how much an edit changed and what it restored, how labels are ordered and
 * shown, and measurements and notes as logs. Their tables were in the first schema and nothing ever wrote
 * to them, so they are made anew instead of being bent.
 */
import { appendOnly } from './append-only.ts';

const editColumns = `
-- JSON of an EditExtent; null in rows of the first schema, from whose tiles it can be counted.
ALTER TABLE edit ADD COLUMN extent TEXT;
-- The edit right after which the state was taken that this edit brings back.
ALTER TABLE edit ADD COLUMN restores INTEGER REFERENCES edit (number);
CREATE INDEX edit_by_reverted ON edit (reverts) WHERE reverts IS NOT NULL;
`;

const labelColumns = `
-- From 1, by the person's order; null comes after all that have one, by index.
ALTER TABLE label ADD COLUMN place INTEGER;
ALTER TABLE label ADD COLUMN opacity REAL NOT NULL DEFAULT 1;
ALTER TABLE label ADD COLUMN visible INTEGER NOT NULL DEFAULT 1;
ALTER TABLE label ADD COLUMN visible_in_3d INTEGER NOT NULL DEFAULT 1;
-- A removed label keeps its row: earlier states may show it, and undo may bring it back.
ALTER TABLE label ADD COLUMN removed_at TEXT;
`;

const workTables = `
DROP TABLE measurement;
DROP TABLE note;

-- Each row is a whole measurement as it was from then on; the newest row of a uuid is how it is now.
CREATE TABLE measurement (
  number INTEGER PRIMARY KEY REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  uuid TEXT NOT NULL,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  image INTEGER NOT NULL REFERENCES image (id),
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  kind TEXT NOT NULL,
  points TEXT NOT NULL,
  plane TEXT,
  text TEXT NOT NULL,
  label INTEGER REFERENCES label (label_index),
  colour TEXT,
  statistics TEXT,
  removed INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX measurement_by_uuid ON measurement (uuid);
CREATE INDEX measurement_by_case ON measurement ("case");

-- Each row is the whole text as it was from then on; an empty one takes the note away.
CREATE TABLE note (
  number INTEGER PRIMARY KEY REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  text TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_case ON note ("case");
`;

export const workspace = [editColumns, labelColumns, workTables, ...['measurement', 'note'].map(appendOnly)].join('\n');
