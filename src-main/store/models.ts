import { randomUUID } from 'node:crypto';
import { failure } from '#shared/text/user-facing-error.ts';
import { completePlan, type StoredPlan } from '#shared/learning/complete-plan.ts';
import type { EventLog } from './events.ts';
import type { Decided, PromotionRecord } from './loop-work.ts';
import type { ModelRecord, ProjectStore } from './project-store.ts';
import type { Annotators } from './annotators.ts';
import { createModelNotes, newestNote } from './model-notes.ts';
import { inTransaction, type Session } from './session.ts';
import { modelMissing, snapshotMissing } from './store-sentences.ts';

/** What trainings read: immutable lists of files, written when a training starts. */
export function createSnapshots(session: Session, events: EventLog): ProjectStore['snapshots'] {
  const insert = session.database.prepare(
    `INSERT INTO snapshot (number, uuid, manifest_hash, path, up_to_edit, created_at)
     VALUES (:number, :id, :manifestHash, :path, :upToEdit, :createdAt)`,
  );
  const one = session.database.prepare<[string], ReturnType<ProjectStore['snapshots']['get']>>(
    'SELECT number, manifest_hash AS manifestHash, path, up_to_edit AS upToEdit FROM snapshot WHERE uuid = ?',
  );
  return {
    add: (manifestHash, path, upToEdit) => {
      const id = randomUUID();
      events.appendRows('snapshot', (number) => insert.run({ number, id, manifestHash, path, upToEdit, createdAt: session.now() }));
      return id;
    },
    get: (id) => {
      const found = one.get(id);
      if (!found) throw failure('not-found', snapshotMissing, { id });
      return found;
    },
  };
}

const promoted = 'model-promoted';
const heldBack = 'model-held-back';
const activated = 'model-activated';

/** As the log tells: a model that was held back and that a person put to use later was decided otherwise by them. */
function promotionsTold(events: EventLog): ReadonlyMap<string, PromotionRecord> {
  const found = new Map<string, PromotionRecord>();
  for (const one of [...events.told(promoted), ...events.told(heldBack)] as (Omit<PromotionRecord, 'overruledBy'> & { readonly id: string })[]) {
    const { id, decision, earlier, judgedAgain, decidedAt } = one;
    found.set(id, { decision, earlier, judgedAgain, decidedAt, overruledBy: null });
  }
  for (const { id, annotator } of events.told(activated) as { readonly id: string; readonly annotator?: string }[]) {
    const decided = found.get(id);
    if (decided?.decision.promoted === false && annotator !== undefined) found.set(id, { ...decided, overruledBy: annotator });
  }
  return found;
}

type ModelRow = Omit<ModelRecord, 'plan' | 'metrics' | 'active' | 'removed'> & {
  readonly plan: string;
  readonly metrics: string;
  readonly active: number;
  readonly removed: number;
};

const select = `
  SELECT model.uuid AS id, coalesce(said.name, model.name) AS name, snapshot.uuid AS snapshotId, parent.uuid AS parentId, model.plan,
    model.folder, model.seed, model.metrics, model.state, model.created_at AS createdAt, project.active_model IS model.id AS active,
    coalesce(said.text, '') AS note, coalesce(said.removed, 0) AS removed
  FROM model JOIN snapshot ON snapshot.id = model.snapshot LEFT JOIN model AS parent ON parent.id = model.parent ${newestNote} JOIN project`;

export function createModels(session: Session, events: EventLog, annotators: Annotators): ProjectStore['models'] {
  const { database } = session;
  const all = database.prepare<[], ModelRow>(`${select} WHERE coalesce(said.removed, 0) = 0 ORDER BY model.number`);
  const every = database.prepare<[], ModelRow>(`${select} ORDER BY model.number`);
  const folders = database.prepare<[], { id: string; removed: number }>(`SELECT model.uuid AS id, coalesce(said.removed, 0) AS removed FROM model ${newestNote}`);
  const one = database.prepare<[string], ModelRow>(`${select} WHERE model.uuid = ?`);
  const theActive = database.prepare<[], ModelRow>(`${select} WHERE model.id = project.active_model`);
  const key = database.prepare<[string], { id: number }>('SELECT id FROM model WHERE uuid = ?');
  const snapshotKey = database.prepare<[string], { id: number }>('SELECT id FROM snapshot WHERE uuid = ?');
  const insert = database.prepare(
    `INSERT INTO model (number, uuid, name, snapshot, parent, plan, folder, seed, metrics, state, created_at)
     VALUES (:number, :id, :name, :snapshot, :parent, :plan, :folder, :seed, :metrics, :state, :createdAt)`,
  );
  const setActive = database.prepare('UPDATE project SET active_model = ?');

  const present = <Row>(row: Row | undefined, id: string): Row => {
    if (!row) throw failure('not-found', modelMissing, { id });
    return row;
  };
  const get = (id: string): ModelRecord => record(present(one.get(id), id));

  const activate: ProjectStore['models']['activate'] = (id, about = {}) =>
    inTransaction(session, () => {
      if (get(id).removed) throw failure('not-found', modelMissing, { id });
      setActive.run(present(key.get(id), id).id);
      events.append(activated, { id, ...about });
    });

  const decide = (id: string, { decision, earlier, judgedAgain }: Decided, annotator: string | undefined): void => {
    events.append(decision.promoted ? promoted : heldBack, { id, earlier, judgedAgain, decidedAt: session.now(), annotator: annotator ?? null, decision });
    if (decision.promoted) activate(id, annotator === undefined ? {} : { annotator });
  };

  return {
    ...createModelNotes(session, events, annotators),
    list: () => all.all().map(record),
    ever: () => every.all().map(record),
    folders: () => folders.all().map(({ id, removed }) => ({ id, removed: removed !== 0 })),
    get,
    active: () => {
      const found = theActive.get();
      return found ? record(found) : null;
    },
    add: ({ id = randomUUID(), name, snapshotId, parentId, plan, folder, seed, metrics, state }, decided, annotator) =>
      inTransaction(session, () => {
        events.appendRows('model', (number) => {
          const snapshot = snapshotKey.get(snapshotId)?.id;
          if (snapshot === undefined) throw failure('not-found', snapshotMissing, { id: snapshotId });
          const parent = parentId === null ? null : present(key.get(parentId), parentId).id;
          const words = { plan: JSON.stringify(plan), metrics: JSON.stringify(metrics ?? null) };
          insert.run({ number, id, name, snapshot, parent, folder, seed, state, createdAt: session.now(), ...words });
        });
        if (decided !== undefined) decide(id, decided, annotator);
        return get(id);
      }),
    activate,
    promotions: () => promotionsTold(events),
    activations: () => events.told(activated) as ReturnType<ProjectStore['models']['activations']>,
  };
}

function record({ plan, metrics, active, removed, ...rest }: ModelRow): ModelRecord {
  return { ...rest, removed: removed !== 0, plan: completePlan(JSON.parse(plan) as StoredPlan), metrics: JSON.parse(metrics) as unknown, active: active !== 0 };
}
