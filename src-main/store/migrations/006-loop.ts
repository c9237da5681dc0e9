/** What the loop of labelling and training keeps: how the next slices are chosen, and kept models' figures on the test set. */

export const loop = `
-- Names, promotions and fillings of the queue are looked up by kind.
CREATE INDEX event_by_kind ON event (kind);

-- Null: the program's own way.
ALTER TABLE project ADD COLUMN next_slice_by TEXT;
ALTER TABLE project ADD COLUMN batch_slices INTEGER NOT NULL DEFAULT 20;
ALTER TABLE project ADD COLUMN refill_queue INTEGER NOT NULL DEFAULT 1;

-- A model's newest figures on the test set: JSON of CaseJudgements, and what they were measured against. The event that measured
-- them (model-tested) holds their hash.
CREATE TABLE test_score (
  model INTEGER PRIMARY KEY REFERENCES model (id),
  reference TEXT NOT NULL,
  cases TEXT NOT NULL
) STRICT;
`;
