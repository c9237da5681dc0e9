/** What models read in slices that nobody has labelled yet: kept with the model that read them, and computed again where it is lost. */
import type { AxisIndex } from '#shared/geometry/volume-geometry.ts';
import type { SliceReading } from '#shared/learning/selection/slice-reading.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { inTransaction, type Session } from './session.ts';
import type { ScoreStore } from './slice-work.ts';
import { caseMissing, modelMissing } from './store-sentences.ts';

interface ScoreRow {
  readonly caseId: string;
  readonly axis: AxisIndex;
  readonly index: number;
  readonly reading: string;
  readonly features: Buffer | null;
}

export function createScores(session: Session): ScoreStore {
  const { database } = session;
  const modelKey = database.prepare<[string], { id: number }>('SELECT id FROM model WHERE uuid = ?');
  const caseKey = database.prepare<[string], { id: number }>('SELECT id FROM "case" WHERE uuid = ?');
  const insert = database.prepare(
    `INSERT INTO score (model, "case", axis, slice, reading, features) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET reading = excluded.reading, features = excluded.features`,
  );
  const dropFeatures = database.prepare('UPDATE score SET features = NULL WHERE model <> ? AND features IS NOT NULL');
  const all = database.prepare<[number], ScoreRow>(
    `SELECT "case".uuid AS caseId, axis, slice AS "index", reading, features FROM score JOIN "case" ON "case".id = score."case"
     WHERE model = ? AND removed_at IS NULL ORDER BY "case".id, axis, slice`,
  );
  const remove = database.prepare('DELETE FROM score WHERE model = ?');
  const keyOf = (id: string): number => {
    const key = modelKey.get(id)?.id;
    if (key === undefined) throw failure('not-found', modelMissing, { id });
    return key;
  };

  return {
    put: (modelId, scored) =>
      inTransaction(session, () => {
        const model = keyOf(modelId);
        const keys = new Map<string, number>();
        for (const { caseId, axis, index, reading, features } of scored) {
          const key = keys.get(caseId) ?? caseKey.get(caseId)?.id;
          if (key === undefined) throw failure('not-found', caseMissing, { id: caseId });
          keys.set(caseId, key);
          insert.run(model, key, axis, index, JSON.stringify(reading), features.length === 0 ? null : bytesOf(features));
        }
        // A reading without them is no newer look at the slices.
        if (scored.some(({ features }) => features.length > 0)) dropFeatures.run(model);
      }),
    ofModel: (modelId) => all.all(keyOf(modelId)).map(({ reading, features, ...name }) =>
      ({ ...name, reading: JSON.parse(reading) as SliceReading, features: features === null ? [] : numbersOf(features) })),
    forget: (modelId) => { remove.run(keyOf(modelId)); },
  };
}

function bytesOf(features: readonly number[] | Float32Array): Buffer {
  const bytes = Buffer.alloc(features.length * 4);
  for (let at = 0; at < features.length; at += 1) bytes.writeFloatLE(features[at]!, at * 4);
  return bytes;
}

function numbersOf(bytes: Buffer): Float32Array {
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}
