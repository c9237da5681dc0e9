/** The log as people read it: edits and reviews among all else, in the order in which they happened or newest first. */
import type { EventOptions, LoggedEvent, LoggedEvents } from '#shared/contract/log.ts';
import { foldPersonName } from '#shared/text/person-name.ts';
import { isRowKind, type RowKind } from './row-digest.ts';
import { helpOf } from './model-help.ts';
import { newestNote } from './model-notes.ts';
import type { Session } from './session.ts';

/** What a row tells beside number, time and kind; columns that a kind lacks are null. */
interface Row {
  readonly who: string | null;
  readonly caseId: string | null;
  readonly modelId: string | null;
  readonly helped: string | null;
  readonly what: string | null;
  readonly slices: string | null;
}

interface Event {
  readonly number: number;
  readonly at: string;
  readonly kind: string;
  readonly payload: string | null;
}

export type ToldLog = (options: EventOptions, hidden: ReadonlySet<string>, reader: string) => LoggedEvents;

/** Read at once. */
const atOnce = 250;
/** Looked at in one call at most: of a case of which little is told the answer comes in several pages. */
const mostLooked = 500;

const toCase = 'JOIN "case" ON "case".id =';
const ofReading = (table: string): string => `JOIN reading ON reading.id = ${table}.reading ${toCase} reading."case" JOIN annotator ON annotator.id = ${table}.annotator`;

const rowsOf: Readonly<Record<RowKind, string>> = {
  edit: `SELECT CASE WHEN labelmap.model IS NULL THEN annotator.name END AS who, "case".uuid AS caseId, model.uuid AS modelId, edit.helped, edit.tool AS what,
      CASE WHEN edit.extent IS NOT NULL THEN json_array(edit.extent ->> ('$.first[' || "case".slice_axis || ']'), edit.extent ->> ('$.last[' || "case".slice_axis || ']')) END AS slices
    FROM edit JOIN labelmap ON labelmap.id = edit.labelmap ${toCase} labelmap."case" JOIN annotator ON annotator.id = edit.annotator
    LEFT JOIN model ON model.id = labelmap.model WHERE edit.number = ?`,
  review: `SELECT annotator.name AS who, "case".uuid AS caseId, NULL AS modelId, NULL AS helped, review.state AS what, json_group_array(review.slice) AS slices
    FROM review ${ofReading('review')} WHERE review.number = ? GROUP BY review.number`,
  pin: `SELECT annotator.name AS who, "case".uuid AS caseId, NULL AS modelId, NULL AS helped, pin.severity AS what, json_array(pin.slice) AS slices
    FROM pin ${ofReading('pin')} WHERE pin.number = ?`,
  measurement: `SELECT annotator.name AS who, "case".uuid AS caseId, NULL AS modelId, NULL AS helped, measurement.kind AS what, NULL AS slices
    FROM measurement ${toCase} measurement."case" JOIN annotator ON annotator.id = measurement.annotator WHERE measurement.number = ?`,
  note: `SELECT annotator.name AS who, "case".uuid AS caseId, NULL AS modelId, NULL AS helped, NULL AS what, NULL AS slices
    FROM note ${toCase} note."case" JOIN annotator ON annotator.id = note.annotator WHERE note.number = ?`,
  consensus: `SELECT annotator.name AS who, "case".uuid AS caseId, NULL AS modelId, NULL AS helped, consensus.method AS what, NULL AS slices
    FROM consensus JOIN labelmap ON labelmap.id = consensus.labelmap ${toCase} labelmap."case" JOIN annotator ON annotator.id = consensus.annotator WHERE consensus.number = ?`,
  snapshot: 'SELECT NULL AS who, NULL AS caseId, NULL AS modelId, NULL AS helped, NULL AS what, NULL AS slices FROM snapshot WHERE number = ?',
  model: `SELECT metrics ->> 'trainedBy' AS who, NULL AS caseId, uuid AS modelId, NULL AS helped, NULL AS what, NULL AS slices FROM model WHERE number = ?`,
  model_note: `SELECT annotator.name AS who, NULL AS caseId, model.uuid AS modelId, NULL AS helped, CASE WHEN model_note.removed <> 0 THEN 'deleted' ELSE model_note.name END AS what, NULL AS slices
    FROM model_note JOIN model ON model.id = model_note.model JOIN annotator ON annotator.id = model_note.annotator WHERE model_note.number = ?`,
};

/** Events whose `id` is a case's, or a model's. */
const aboutCase = /^(case-|slice-axis-changed$|orientation-stated$|spacing-distrusted$)/;
const aboutModel = /^model-/;
const isOfReading = (kind: string): boolean => kind.startsWith('second-reading-');

/**
 * @param hidden cases of which nothing is told but what the reader did
 * @returns pages of which each may be shorter than asked for
 */
export function createToldLog({ database }: Session): ToldLog {
  const some = (past: string, order: string) => database.prepare<{ after: number; since: string; kinds: string | null }, Event>(
    `SELECT position AS number, at, kind, payload FROM event
     WHERE position ${past} :after AND at >= :since AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds))) ORDER BY position ${order} LIMIT ${atOnce}`,
  );
  const [later, earlier] = [some('>', 'ASC'), some('<', 'DESC')];
  const rows = new Map(Object.entries(rowsOf).map(([kind, sql]) => [kind, database.prepare<[number], Row>(sql)]));
  const caseName = database.prepare<[string], string>('SELECT name FROM "case" WHERE uuid = ?').pluck();
  const modelName = database.prepare<[string], string>(`SELECT coalesce(said.name, model.name) FROM model ${newestNote} WHERE model.uuid = ?`).pluck();

  const caseOfReading = database.prepare<[string], string>(`SELECT "case".uuid FROM reading ${toCase} reading."case" WHERE reading.uuid = ?`).pluck();
  /** That a second reading is finished or withdrawn names the reading alone. */
  const caseRead = (kind: string, payload: string | null): string | null => {
    const { id } = isOfReading(kind) ? contentOf(payload) : {};
    return typeof id === 'string' ? caseOfReading.get(id) ?? null : null;
  };

  const named = (id: string | null, nameOf: typeof caseName): LoggedEvent['case'] => (id === null ? null : { id, name: nameOf.get(id) ?? '–' });
  const told = ({ number, at, kind, payload }: Event): LoggedEvent => {
    // A row that was taken out is told of by whoever verifies the log.
    const { who, caseId, modelId, helped, what, slices } = (isRowKind(kind) ? rows.get(kind)!.get(number) : undefined) ?? inJson(kind, payload);
    const where = (JSON.parse(slices ?? '[]') as (number | null)[]).filter((slice) => slice !== null);
    return { number, at, kind, who, case: named(caseId ?? caseRead(kind, payload), caseName), model: named(modelId, modelName), helped: helpOf(helped) as LoggedEvent['helped'], what, slices: where };
  };
  return ({ newestFirst, after, limit, case: wanted, by, since = '', kinds }, hidden, reader) => {
    const events: LoggedEvent[] = [];
    const isTold = ({ payload }: Event, event: LoggedEvent): boolean => {
      if (wanted !== undefined && event.case?.name !== wanted) return false;
      if (doer !== undefined && (event.who === null || foldPersonName(event.who) !== doer)) return false;
      if (event.who === reader) return true;
      return [...hidden].every((id) => event.case?.id !== id && payload?.includes(id) !== true);
    };
    const doer = by === undefined ? undefined : foldPersonName(by);
    let last = newestFirst && after === 0 ? Number.MAX_SAFE_INTEGER : after;
    for (let looked = 0; looked < mostLooked; looked += atOnce) {
      const found = (newestFirst ? earlier : later).all({ after: last, since: since.replace(/Z$/, ''), kinds: kinds === undefined ? null : JSON.stringify(kinds) });
      for (const one of found) {
        last = one.number;
        const event = told(one);
        if (isTold(one, event)) events.push(event);
        if (events.length === limit) return { events, next: last };
      }
      if (found.length < atOnce) return { events, next: null };
    }
    return { events, next: last };
  };
}

/** Of an event whose content is JSON. */
function inJson(kind: string, payload: string | null): Row {
  const content = contentOf(payload);
  const text = (key: string): string | null => (typeof content[key] === 'string' ? content[key] : null);
  const { owner, slice } = content as { owner?: { modelId?: string }; slice?: unknown };
  const people = Array.isArray(content['people']) ? content['people'] as readonly { readonly name?: string }[] : null;
  const caseId = text('case') ?? text('caseId') ?? (aboutCase.test(kind) ? text('id') : null);
  const modelId = text('model') ?? owner?.modelId ?? (aboutModel.test(kind) ? text('id') : null);
  const names = people?.map(({ name }) => name ?? '–').join(', ') ?? null;
  const settings = kind === 'settings' ? Object.entries(content).filter(([key]) => key !== 'by').map(([key, value]) => `${key} ${String(value)}`).join(', ') : null;
  const read = isOfReading(kind) && text('by') !== null ? text('annotator') : null;
  return {
    who: text('by') ?? text('annotator'), caseId, modelId, helped: null, what: settings ?? names ?? read ?? (caseId === null && modelId === null ? text('name') : null),
    slices: typeof slice === 'number' ? `[${slice}]` : null,
  };
}

function contentOf(payload: string | null): Readonly<Record<string, unknown>> {
  try {
    const content = JSON.parse(payload ?? 'null') as unknown;
    return typeof content === 'object' && content !== null ? content as Record<string, unknown> : {};
  } catch {
    return {};
  }
}
