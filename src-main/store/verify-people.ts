/** Names of people, and whose labelmap is which, against the events that told of them. */
import { consensusAuthor } from '#shared/text/person-name.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { peopleNamed, type NamedPerson } from './annotators.ts';
import type { Session } from './session.ts';
import { wrong, type Finding } from './verify-finding.ts';
import { peopleSentences as say } from './verify-sentences.ts';
import { differences, differenceSentence, retell, toldEvents } from './verify-told.ts';

export interface PeopleInspection {
  readonly wrong: readonly Finding[];
  /** Whose names no event tells of. */
  readonly untold: readonly string[];
}

export function inspectPeople({ database }: Session): PeopleInspection {
  const told = new Map<string, string>();
  const found = retell(toldEvents(database, [peopleNamed]), ({ payload }) => {
    for (const { id, name } of (payload as { people: NamedPerson[] }).people) told.set(id, name);
  });
  const untold: string[] = [];
  for (const { id, name } of database.prepare<[], NamedPerson>('SELECT uuid AS id, name FROM annotator').all()) {
    const then = told.get(id);
    told.delete(id);
    if (then === undefined) untold.push(name);
    else if (then !== name) found.push(wrong('person', fill(say.renamed, { now: name, then })));
  }
  for (const name of told.values()) found.push(wrong('person', fill(say.gone, { name })));
  return { wrong: found, untold };
}

interface ToldLabelmap {
  readonly id: string;
  readonly caseId: string;
  readonly imageId: string;
  readonly owner:
    | { readonly kind: 'reading'; readonly readingId: string; readonly annotator: string }
    | { readonly kind: 'consensus'; readonly readingId: string }
    | { readonly kind: 'model'; readonly modelId: string };
}

interface LabelmapRow {
  readonly id: string;
  readonly caseId: string | null;
  readonly caseName: string | null;
  readonly imageId: string | null;
  readonly readingId: string | null;
  readonly readingCase: string | null;
  readonly annotator: string | null;
  readonly modelId: string | null;
}

export function inspectLabelmaps({ database }: Session): Finding[] {
  const told = new Map<string, ToldLabelmap>();
  const found = retell(toldEvents(database, ['labelmap-added']), ({ payload }) => {
    const labelmap = payload as ToldLabelmap;
    if (typeof labelmap.owner.kind !== 'string') throw new Error('an owner of no kind');
    told.set(labelmap.id, labelmap);
  });
  const rows = database.prepare<[], LabelmapRow>(
    `SELECT labelmap.uuid AS id, "case".uuid AS caseId, "case".name AS caseName, image.uuid AS imageId, reading.uuid AS readingId,
       subject.uuid AS readingCase, annotator.name AS annotator, model.uuid AS modelId
     FROM labelmap LEFT JOIN "case" ON "case".id = labelmap."case" LEFT JOIN image ON image.id = labelmap.image
     LEFT JOIN reading ON reading.id = labelmap.reading LEFT JOIN "case" AS subject ON subject.id = reading."case"
     LEFT JOIN annotator ON annotator.id = reading.annotator LEFT JOIN model ON model.id = labelmap.model`,
  ).all();
  const names = new Map(database.prepare<[], { id: string; name: string }>('SELECT uuid AS id, name FROM "case"').all().map(({ id, name }) => [id, name]));
  for (const row of rows) {
    const then = told.get(row.id);
    told.delete(row.id);
    const name = names.get(then?.caseId ?? '') ?? row.caseName ?? row.id;
    if (then === undefined) {
      found.push(wrong('labelmap', fill(say.strayLabelmap, { name }), { case: name }));
      continue;
    }
    const { owner } = then;
    const reader = owner.kind === 'reading' ? owner.annotator : owner.kind === 'consensus' ? consensusAuthor : null;
    const what: Sentence = reader === null ? fill(say.modelLabelmap, { name }) : fill(say.labelmap, { who: reader, name });
    const before = {
      caseId: then.caseId, imageId: then.imageId, annotator: reader,
      readingId: owner.kind === 'model' ? null : owner.readingId,
      readingCase: owner.kind === 'model' ? null : then.caseId,
      modelId: owner.kind === 'model' ? owner.modelId : null,
    };
    for (const one of differences(say.aspects, { ...row }, before)) found.push(wrong('labelmap', differenceSentence(what, one), { case: name }));
  }
  for (const { caseId } of told.values()) {
    const name = names.get(caseId) ?? caseId;
    found.push(wrong('labelmap', fill(say.labelmapGone, { name }), { case: name }));
  }
  return found;
}
