/**
 * What several readers of a case come to together: labels of their own that belong to nobody, and by which readings and method
 * they were made. And second readings that were planned and taken back.
 */
import { appendOnly } from './append-only.ts';

const columns = `
-- 'consensus': labels that were made of readings, whose annotator is the program; null: a person's reading.
ALTER TABLE reading ADD COLUMN kind TEXT;
-- Of a second reading: 1 where it was taken back; finished_at is when that was.
ALTER TABLE reading ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
`;

const consensusTable = `
-- Each row is one making of a consensus. edit: the one that wrote it, null where it changed nothing; facts: JSON of ConsensusFacts.
CREATE TABLE consensus (
  number INTEGER PRIMARY KEY REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  labelmap INTEGER NOT NULL REFERENCES labelmap (id),
  edit INTEGER REFERENCES edit (number),
  method TEXT NOT NULL,
  facts TEXT NOT NULL,
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX consensus_by_labelmap ON consensus (labelmap);
`;

export const consensusOfReadings = [columns, consensusTable, appendOnly('consensus')].join('\n');
