/**
 * The whole data model, also of pages that come later. Log tables hold no lists of allowed words (the
 * program checks those), so that a new word never needs their rows rewritten.
 */
import { appendOnly } from './append-only.ts';

const projectTables = `
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  payload TEXT,
  payload_hash BLOB NOT NULL,
  prev_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  UNIQUE (origin, seq)
) STRICT;

CREATE TABLE project (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  origin TEXT NOT NULL,
  file_identity TEXT NOT NULL,
  conflicting_forms TEXT NOT NULL,
  modality TEXT,
  active_model INTEGER REFERENCES model (id),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE label (
  label_index INTEGER PRIMARY KEY CHECK (label_index BETWEEN 1 AND 255),
  uuid TEXT NOT NULL UNIQUE,
  value INTEGER NOT NULL UNIQUE CHECK (value BETWEEN 1 AND 2147483647),
  name TEXT NOT NULL,
  colour TEXT NOT NULL,
  code TEXT,
  locked INTEGER NOT NULL
) STRICT;
`;

const caseTables = `
CREATE TABLE blob (
  hash TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE image (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  blob TEXT NOT NULL REFERENCES blob (hash),
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  source_files TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  header BLOB,
  size_i INTEGER NOT NULL,
  size_j INTEGER NOT NULL,
  size_k INTEGER NOT NULL,
  affine TEXT NOT NULL,
  trust TEXT NOT NULL,
  voxel_type TEXT NOT NULL,
  slope REAL NOT NULL,
  intercept REAL NOT NULL,
  modality TEXT NOT NULL,
  patient TEXT NOT NULL
) STRICT;
CREATE INDEX image_by_source ON image (source_hash);

CREATE TABLE "case" (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  slice_axis INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  removed_at TEXT
) STRICT;
CREATE UNIQUE INDEX case_by_name ON "case" (name) WHERE removed_at IS NULL;

CREATE TABLE case_image (
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  place INTEGER NOT NULL,
  image INTEGER NOT NULL REFERENCES image (id),
  role TEXT NOT NULL,
  time_point INTEGER NOT NULL,
  PRIMARY KEY ("case", place)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_image_by_image ON case_image (image);

CREATE TABLE annotator (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE reading (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  round INTEGER NOT NULL,
  blind INTEGER NOT NULL,
  UNIQUE ("case", annotator, round)
) STRICT;
`;

const labelTables = `
CREATE TABLE labelmap (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  image INTEGER NOT NULL REFERENCES image (id),
  reading INTEGER REFERENCES reading (id),
  model INTEGER REFERENCES model (id),
  layer TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CHECK ((reading IS NULL) <> (model IS NULL)),
  UNIQUE (reading, image, layer),
  UNIQUE ("case", model, image, layer)
) STRICT;

CREATE TABLE edit (
  number INTEGER PRIMARY KEY REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  uuid TEXT NOT NULL UNIQUE,
  labelmap INTEGER NOT NULL REFERENCES labelmap (id),
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  tool TEXT NOT NULL,
  reverts INTEGER REFERENCES edit (number),
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX edit_by_labelmap ON edit (labelmap);

-- previous: the edit that wrote this tile before; null: it was empty. So a tile's history is a chain.
CREATE TABLE tile (
  edit INTEGER NOT NULL REFERENCES edit (number),
  k INTEGER NOT NULL,
  tile INTEGER NOT NULL,
  previous INTEGER,
  codec INTEGER NOT NULL,
  runs BLOB NOT NULL,
  PRIMARY KEY (edit, k, tile),
  FOREIGN KEY (previous, k, tile) REFERENCES tile (edit, k, tile)
) STRICT, WITHOUT ROWID;

-- The two caches of the log: the newest edit of each tile, and of each slice along the case's slice axis.
CREATE TABLE tile_head (
  labelmap INTEGER NOT NULL REFERENCES labelmap (id),
  k INTEGER NOT NULL,
  tile INTEGER NOT NULL,
  edit INTEGER NOT NULL,
  PRIMARY KEY (labelmap, k, tile),
  FOREIGN KEY (edit, k, tile) REFERENCES tile (edit, k, tile)
) STRICT, WITHOUT ROWID;

CREATE TABLE slice_head (
  labelmap INTEGER NOT NULL REFERENCES labelmap (id),
  slice INTEGER NOT NULL,
  edit INTEGER NOT NULL REFERENCES edit (number),
  PRIMARY KEY (labelmap, slice)
) STRICT, WITHOUT ROWID;

CREATE TABLE review (
  number INTEGER NOT NULL REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  reading INTEGER NOT NULL REFERENCES reading (id),
  axis INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  state TEXT NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  at_edit INTEGER REFERENCES edit (number),
  comment TEXT,
  PRIMARY KEY (reading, axis, slice, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_by_number ON review (number);

-- The present state of each slice that was ever reviewed: the last word about it, unless a later edit changed its voxels.
CREATE VIEW slice_state (reading, axis, slice, state, at_edit, annotator) AS
SELECT review.reading, review.axis, review.slice,
  CASE WHEN EXISTS (
    SELECT 1 FROM labelmap JOIN slice_head ON slice_head.labelmap = labelmap.id
    WHERE labelmap.reading = review.reading AND slice_head.slice = review.slice
      AND slice_head.edit > coalesce(review.at_edit, 0)
  ) THEN 'incomplete' ELSE review.state END,
  review.at_edit, review.annotator
FROM review
WHERE review.number = (
  SELECT max(newest.number) FROM review AS newest
  WHERE newest.reading = review.reading AND newest.axis = review.axis AND newest.slice = review.slice
);
`;

const learningTables = `
CREATE TABLE fold (
  patient TEXT PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  fold INTEGER NOT NULL
) STRICT;

CREATE TABLE test_set (
  patient TEXT PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  annotator INTEGER REFERENCES annotator (id),
  added_at TEXT NOT NULL
) STRICT;

CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  uuid TEXT NOT NULL UNIQUE,
  manifest_hash TEXT NOT NULL,
  path TEXT NOT NULL,
  up_to_edit INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  snapshot INTEGER NOT NULL REFERENCES snapshot (id),
  parent INTEGER REFERENCES model (id),
  plan TEXT NOT NULL,
  folder TEXT NOT NULL,
  seed INTEGER NOT NULL,
  metrics TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  lane TEXT NOT NULL,
  state TEXT NOT NULL,
  request TEXT NOT NULL,
  result TEXT,
  error TEXT,
  created_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;

CREATE TABLE prediction (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  model INTEGER NOT NULL REFERENCES model (id),
  labelmap INTEGER NOT NULL REFERENCES labelmap (id),
  edit INTEGER REFERENCES edit (number),
  job INTEGER REFERENCES job (id),
  probabilities TEXT REFERENCES blob (hash),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE score (
  model INTEGER NOT NULL REFERENCES model (id),
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  axis INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  kind TEXT NOT NULL,
  score REAL NOT NULL,
  PRIMARY KEY (model, "case", axis, slice, kind)
) STRICT, WITHOUT ROWID;
`;

const workTables = `
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  axis INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  reason TEXT NOT NULL,
  assigned_at TEXT NOT NULL,
  leased_until TEXT NOT NULL,
  ended_at TEXT
) STRICT;

CREATE TABLE measurement (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  reading INTEGER NOT NULL REFERENCES reading (id),
  image INTEGER NOT NULL REFERENCES image (id),
  kind TEXT NOT NULL,
  points TEXT NOT NULL,
  value REAL NOT NULL,
  unit TEXT NOT NULL,
  made_at TEXT NOT NULL,
  removed_at TEXT
) STRICT;

CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  "case" INTEGER NOT NULL REFERENCES "case" (id),
  axis INTEGER,
  slice INTEGER,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  text TEXT NOT NULL,
  written_at TEXT NOT NULL,
  removed_at TEXT
) STRICT;
`;

export const firstSchema = [
  projectTables,
  caseTables,
  labelTables,
  learningTables,
  workTables,
  ...['event', 'edit', 'tile', 'review', 'test_set', 'snapshot', 'model'].map(appendOnly),
].join('\n');
