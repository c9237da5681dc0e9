/** What people say of models after they were trained: a name, a note, and that one is not wanted any more. */
import { appendOnly } from './append-only.ts';

const modelNotes = `
-- Each row is what holds of a model from then on: its name, the note on it, and whether its files were deleted.
CREATE TABLE model_note (
  number INTEGER PRIMARY KEY REFERENCES event (position) DEFERRABLE INITIALLY DEFERRED,
  model INTEGER NOT NULL REFERENCES model (id),
  annotator INTEGER NOT NULL REFERENCES annotator (id),
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  removed INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX model_note_by_model ON model_note (model);
`;

export const modelRegistry = [modelNotes, appendOnly('model_note')].join('\n');
