import type Sqlite from 'better-sqlite3';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLabelmaps } from '#main/store/labelmaps.ts';
import { createAnnotators } from '#main/store/annotators.ts';
import { createEventLog, eventColumns, eventHash, noHash, textHash, type EventRow } from '#main/store/events.ts';
import { createRowDigest, isRowKind } from '#main/store/row-digest.ts';
import { createTiles } from '#main/store/tiles.ts';
import { replay } from '#main/store/verify-heads.ts';
import type { Finding } from '#shared/contract/verification.ts';
import { copyOf, tamper, tellStory, verify, type Story } from './proven-project.ts';

let story: Story;
beforeAll(async () => { story = await tellStory(); });
afterAll(() => rmSync(path.dirname(story.project), { recursive: true, force: true }));

const one = <Value>(database: Sqlite.Database, sql: string): Value => database.prepare<[], Value>(sql).pluck().get()!;
const edits = (database: Sqlite.Database): number[] => database.prepare<[], number>('SELECT number FROM edit ORDER BY number').pluck().all();

/** One byte of the file becomes another. */
function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 0xff;
  writeFileSync(file, bytes);
}

/** What whoever knows the program can do: a chain that is right in itself. */
function writeAnew(database: Sqlite.Database): void {
  const digest = createRowDigest(database);
  const update = database.prepare('UPDATE event SET payload_hash = ?, prev_hash = ?, hash = ? WHERE position = ?');
  let prevHash = noHash;
  for (const event of database.prepare<[], EventRow>(`SELECT ${eventColumns} FROM event ORDER BY position`).all()) {
    const payloadHash = isRowKind(event.kind) ? digest(event.kind, event.position) : textHash(event.payload ?? '');
    const hash = eventHash({ ...event, payloadHash, prevHash });
    update.run(payloadHash, prevHash, hash, event.position);
    prevHash = hash;
  }
}

/** Takes the last edits out, with all that could tell of them. */
function cutOff(database: Sqlite.Database, count: number): void {
  const from = edits(database).at(-count)!;
  for (const table of ['tile_head', 'slice_head']) database.exec(`DELETE FROM ${table}`);
  database.exec(`DELETE FROM tile WHERE edit >= ${from}; DELETE FROM edit WHERE number >= ${from}; DELETE FROM event WHERE position >= ${from};
    DELETE FROM labelmap WHERE uuid NOT IN (SELECT payload ->> 'id' FROM event WHERE kind = 'labelmap-added');
    DELETE FROM reading WHERE id NOT IN (SELECT reading FROM labelmap WHERE reading IS NOT NULL) AND blind = 0;
    DELETE FROM annotator WHERE uuid NOT IN (SELECT person.value ->> 'id' FROM event, json_each(event.payload, '$.people') AS person WHERE kind = 'people-named')`);
  const session = { database, folder: '', readOnly: null, now: () => '' };
  const events = createEventLog(session);
  for (const map of createLabelmaps(session, events, createAnnotators(session, events)).rows()) {
    const { heads, slices } = replay(session, map, createTiles(session));
    for (const [place, { edit }] of heads) database.prepare('INSERT INTO tile_head VALUES (?, ?, ?, ?)').run(map.key, ...place.split(' ').map(Number), edit);
    for (const [slice, edit] of slices) database.prepare('INSERT INTO slice_head VALUES (?, ?, ?)').run(map.key, slice, edit);
  }
}

type Named = Partial<Omit<Finding, 'sentence'>> & { readonly says: RegExp };

interface Manipulation {
  readonly does: string;
  /** @returns what must be named, all of it */
  readonly change: (database: Sqlite.Database, folder: string) => readonly Named[];
}

const sql = (text: string, ...named: readonly Named[]) => (database: Sqlite.Database): readonly Named[] => { database.exec(text); return named; };
const edit = (number: number, says = /^Edit \d+ of the case “scan-1” is not what was written/): Named => ({ kind: 'edit', event: number, case: 'scan-1', says });

const manipulations: readonly Manipulation[] = [
  {
    does: 'voxels of an edit are changed',
    change: (database) => {
      const number = edits(database).at(-1)!;
      // Every run of label 1 becomes label 2, which no table has to know.
      const runs = one<Buffer>(database, `SELECT runs FROM tile WHERE edit = ${number}`);
      database.prepare('UPDATE tile SET runs = ? WHERE edit = ?').run(Buffer.from(runs.map((byte, at) => (at % 2 === 0 && byte === 1 ? 2 : byte))), number);
      return [edit(number)];
    },
  },
  {
    does: 'voxels of an edit become no code at all',
    change: (database) => {
      const number = edits(database).at(-1)!;
      database.exec(`UPDATE tile SET runs = x'01' WHERE edit = ${number}`);
      return [edit(number), { kind: 'labelmap', case: 'scan-1', says: /labels of Bob in the case “scan-1” can no longer be read/ }];
    },
  },
  {
    does: 'an edit is taken out',
    change: (database) => {
      const number = edits(database).at(-3)!;
      database.exec(`DELETE FROM edit WHERE number = ${number}`);
      return [{ kind: 'edit', event: number, says: /^Edit \d+ is in the log, and the entry itself was taken out/ }, { kind: 'edit', event: number, says: /labels of an edit \d+, which there is not/ }];
    },
  },
  {
    does: 'the tile of an edit is taken out',
    change: (database) => {
      const number = edits(database).at(-1)!;
      database.exec(`DELETE FROM tile WHERE edit = ${number}`);
      return [edit(number), { kind: 'labelmap', case: 'scan-1', says: /labels of Bob on slice 3 of the case “scan-1”/ }];
    },
  },
  {
    does: 'an edit is put in',
    change: (database) => {
      const number = one<number>(database, 'SELECT max(position) + 1 FROM event');
      database.exec(`INSERT INTO edit (number, uuid, labelmap, annotator, tool, made_at) SELECT ${number}, 'stray', labelmap, annotator, tool, made_at FROM edit ORDER BY number DESC LIMIT 1`);
      return [edit(number, /^Edit \d+ of the case “scan-1” is not in the log: it was put in/)];
    },
  },
  {
    does: 'the authors of two edits are exchanged',
    change: (database) => {
      const [a, b] = edits(database).slice(-2) as [number, number];
      const [ofA, ofB] = [a, b].map((number) => one<number>(database, `SELECT annotator FROM edit WHERE number = ${number}`));
      expect(ofA).not.toBe(ofB);
      database.exec(`UPDATE edit SET annotator = ${ofB} WHERE number = ${a}; UPDATE edit SET annotator = ${ofA} WHERE number = ${b}`);
      const by = (then: string, now: string): RegExp => new RegExp(`^Edit \\d+ of the case “scan-1” is by ${then}; its entry was changed to ${now}`);
      return [edit(a, by('Ada', 'Bob')), edit(b, by('Bob', 'Ada'))];
    },
  },
  { does: 'an annotator is renamed', change: sql("UPDATE annotator SET name = 'Eve' WHERE name = 'Bob'", { kind: 'person', says: /“Eve”, and the log says “Bob”/ }, { kind: 'labelmap', case: 'scan-1', says: /labels of Bob in the case “scan-1”: whose they are is “Eve”/ }) },
  {
    does: 'the time of an edit is changed',
    change: (database) => {
      const number = edits(database)[4]!;
      const madeAt = one<string>(database, `SELECT made_at FROM edit WHERE number = ${number}`);
      database.exec(`UPDATE edit SET made_at = '2020-01-01T00:00:00.000Z' WHERE number = ${number}`);
      return [edit(number, new RegExp(`was made at ${madeAt}; its entry was changed to 2020-01-01T00:00:00.000Z`))];
    },
  },
  ...([['another model is said to have helped', `json_set(helped, '$.model', (SELECT max(uuid) FROM model WHERE uuid <> helped ->> 'model'))`],
    ['a model’s help is hidden', 'NULL'], ['the helping model is called otherwise', `json_set(helped, '$.name', 'other')`]] as const).map(([does, helped]): Manipulation => ({
    does,
    change: (database) => {
      const number = one<number>(database, 'SELECT number FROM edit WHERE helped IS NOT NULL');
      database.exec(`UPDATE edit SET helped = ${helped} WHERE number = ${number}`);
      return [edit(number)];
    },
  })),
  {
    does: 'a model is said to have helped where none did',
    change: (database) => {
      const number = edits(database).at(-1)!;
      database.exec(`UPDATE edit SET helped = (SELECT helped FROM edit WHERE helped IS NOT NULL) WHERE number = ${number}`);
      return [edit(number)];
    },
  },
  {
    does: 'the state of a review is changed',
    change: (database) => {
      const number = one<number>(database, 'SELECT max(number) FROM review');
      database.exec(`UPDATE review SET state = 'incomplete' WHERE number = ${number}`);
      return [{ kind: 'review', event: number, case: 'scan-1', says: /^Review \d+ of the case “scan-1” said “complete”; its entry was changed/ }];
    },
  },
  {
    does: 'another slice is said to be complete',
    change: (database) => {
      const number = one<number>(database, 'SELECT max(number) FROM review');
      database.exec(`UPDATE review SET slice = 5 WHERE number = ${number} AND slice = 1`);
      return [{ kind: 'review', event: number, case: 'scan-1', says: /^Review \d+ of the case “scan-1” is not what was written/ }];
    },
  },
  {
    does: 'a review is taken out',
    change: (database) => {
      const number = one<number>(database, 'SELECT max(number) FROM review');
      database.exec(`DELETE FROM review WHERE number = ${number}`);
      return [{ kind: 'review', event: number, says: /^Review \d+ is in the log, and the entry itself was taken out/ }];
    },
  },
  { does: 'a label is renamed', change: sql("UPDATE label SET name = 'Spleen'", { kind: 'label', says: /label “label 1” \(index 1\): its name is “Spleen”, and the log says “label 1”/ }) },
  { does: 'a label gets another value in files', change: sql('UPDATE label SET value = 7', { kind: 'label', says: /its value in files is “7”, and the log says “1”/ }) },
  { does: 'a label is put in', change: sql("INSERT INTO label (label_index, uuid, value, name, colour, locked) VALUES (9, 'u', 9, 'Extra', '#000000', 0)", { kind: 'label', says: /label “Extra” \(index 9\) is not in the log/ }) },
  {
    does: 'a byte of an image is changed',
    change: (database, folder) => {
      const file = blobOf(database, 'scan-2');
      flip(path.join(folder, file));
      return [{ kind: 'file', case: 'scan-2', file, says: /not what was written \(the voxels of the image “scan-2.*” of the case “scan-2”\)/ }];
    },
  },
  {
    does: 'the voxels of an image are removed',
    change: (database, folder) => {
      const file = blobOf(database, 'scan-3');
      rmSync(path.join(folder, file));
      return [{ kind: 'file', case: 'scan-3', file, says: /is missing \(the voxels of the image/ }];
    },
  },
  {
    does: 'the present labels become earlier ones',
    change: sql('UPDATE tile_head SET edit = (SELECT previous FROM tile WHERE tile.edit = tile_head.edit AND tile.k = tile_head.k AND tile.tile = tile_head.tile) WHERE edit = (SELECT max(number) FROM edit)',
      { kind: 'labelmap', case: 'scan-1', says: /labels of Bob on slice 3 of the case “scan-1”/ }),
  },
  { does: 'slices stay complete that are not', change: sql('DELETE FROM slice_head', { kind: 'labelmap', case: 'scan-1', says: /labels of Ada in the case “scan-1”, what is complete does not agree .* on slices 0, / }) },
  {
    does: 'the plan of a model is changed',
    change: (database) => {
      const number = one<number>(database, 'SELECT min(number) FROM model');
      database.exec(`UPDATE model SET plan = json_set(plan, '$.seed', 99) WHERE number = ${number}`);
      return [{ kind: 'model', event: number, says: /^Model \d+, “.*”, is not what was written/ }];
    },
  },
  {
    does: 'a byte of a model’s weights is changed',
    change: (database, folder) => {
      const file = `${one<string>(database, 'SELECT folder FROM model ORDER BY number LIMIT 1')}/threshold`;
      flip(path.join(folder, file));
      return [{ kind: 'file', file, says: /threshold is not what was written \(of the model “/ }];
    },
  },
  {
    does: 'a byte of what a training was taught with is changed',
    change: (database, folder) => {
      const file = one<string>(database, 'SELECT path FROM snapshot ORDER BY number LIMIT 1');
      flip(path.join(folder, file));
      return [{ kind: 'file', file, says: /^The file snapshots\/.* is not what was written \(what a training was taught with\)/ }];
    },
  },
  { does: 'a patient is put into the test set', change: sql("INSERT INTO test_set (patient, uuid, annotator, added_at) SELECT 'scan-1', 'u', annotator, added_at FROM test_set", { kind: 'test-set', says: /patient “scan-1” is in the test set, and the log knows nothing/ }) },
  { does: 'a patient is moved to another fold', change: sql("UPDATE fold SET fold = 1 - fold WHERE patient = 'scan-1'", { kind: 'folds', says: /“scan-1” is not in the fold/ }) },
  { does: 'a case is given to another patient', change: sql("UPDATE image SET patient = 'Mallory' WHERE name LIKE 'scan-2%'", { kind: 'case', case: 'scan-2', says: /the patient is “Mallory”, and the log says “scan-2”/ }) },
  { does: 'a case is renamed', change: sql(`UPDATE "case" SET name = 'other' WHERE name = 'scan-2'`, { kind: 'case', case: 'scan-2', says: /case “scan-2”: its name is “other”/ }) },
  { does: 'an image is turned round', change: sql("UPDATE image SET affine = '[-1,0,0,0,0,1,0,0,0,0,1,0]' WHERE name LIKE 'scan-3%'", { kind: 'case', case: 'scan-3', says: /where it lies in space is not as the log says/ }) },
  {
    does: 'what an event tells is changed',
    change: (database) => {
      const number = one<number>(database, "SELECT position FROM event WHERE kind = 'export'");
      database.exec(`UPDATE event SET payload = json_set(payload, '$.verdict', 'differs') WHERE position = ${number}`);
      return [{ kind: 'log', event: number, says: /^Event \d+ \(export\) of the log is not what was written/ }];
    },
  },
  {
    does: 'an event in the middle is taken out',
    change: (database) => {
      const number = one<number>(database, "SELECT min(position) FROM event WHERE kind = 'export'");
      database.exec(`DELETE FROM event WHERE position = ${number}`);
      return [{ kind: 'log', event: number + 1, says: new RegExp(`Between event ${number - 1} and event ${number + 1} of the log events were taken out: 1\\.`) }];
    },
  },
  {
    does: 'a model is given figures on the test set that nobody measured',
    change: sql(`INSERT INTO test_score SELECT id, 'x', '[]' FROM model LIMIT 1`, { kind: 'test-set', says: /^The figures of the model “.+” on the test set are not those that the log tells of/ }),
  },
  {
    does: 'the model in use is switched',
    change: sql('UPDATE project SET active_model = (SELECT min(id) FROM model)', { kind: 'model', says: /^The model in use is “.*”, and the log says “.*”: it was switched past the log/ }),
  },
  { does: 'a setting is changed', change: sql("UPDATE project SET conflicting_forms = 'sform'", { kind: 'settings', says: /is “sform”, and the log says “qform”/ }) },
  { does: 'labels become another person’s', change: sql(`UPDATE labelmap SET reading = (SELECT id FROM reading WHERE annotator = 2 AND "case" = 1) WHERE reading = (SELECT id FROM reading WHERE annotator = 1 AND "case" = 2)`, { kind: 'labelmap', case: 'scan-2', says: /labels of Ada in the case “scan-2”: whose they are is “Bob”/ }) },
  {
    does: 'the words of a pin are changed',
    change: (database) => {
      database.exec("UPDATE pin SET text = 'As it should be.'");
      return [{ kind: 'entry', event: one<number>(database, 'SELECT number FROM pin'), case: 'scan-1', says: /^Pin \d+ of the case “scan-1” is not what was written/ }];
    },
  },
  { does: 'a blind reading becomes one with open eyes', change: sql('UPDATE reading SET blind = 0 WHERE blind = 1', { kind: 'labelmap', case: 'scan-3', says: /The reading of the case “scan-3” by Bob: whether it is blind is “no”, and the log says “yes”/ }) },
  { does: 'whoever drew the test set is exchanged', change: sql("UPDATE test_set SET annotator = (SELECT id FROM annotator WHERE name = 'Bob')", { kind: 'test-set', says: /drawn by “Bob”, and the log says “Ada”/ }) },
  { does: 'slices that nobody reviewed teach', change: sql('UPDATE project SET only_reviewed_teach = 1', { kind: 'settings', says: /whether only reviewed slices teach is “yes”, and the log says “no”/ }) },
  { does: 'the guard of a table is taken away', change: sql('CREATE TRIGGER late AFTER INSERT ON edit BEGIN DELETE FROM note; END', { kind: 'database', says: /trigger “late” of the project file is not as Lamina makes it/ }) },
];

function blobOf(database: Sqlite.Database, name: string): string {
  const hash = one<string>(database, `SELECT blob FROM image WHERE name LIKE '${name}%'`);
  return `blobs/${hash.slice(0, 2)}/${hash.slice(2)}`;
}

describe('a project that nobody touched', () => {
  it('is clean, and proven up to a hash that was noted elsewhere', async () => {
    const found = await verify(story.project, [story.earlier.head]);
    expect(found.wrong).toEqual([]);
    expect(found.heads).toMatchObject([{ hash: story.earlier.head, from: 'given', event: found.proven!.event }]);
    expect(found.head!.event - found.proven!.event).toBeGreaterThanOrEqual(10);
    expect(found.unproven.map(({ en }) => en)).toEqual([expect.stringMatching(/^Of the 1\d events after event \d+ nobody can tell/)]);
    expect(found.checked.files).toBeGreaterThanOrEqual(3 + 2 + 2);
    expect(found.head!.hash).toBe(story.head);
  });
});

describe('it is found and named that', () => {
  it.each(manipulations.map((manipulation) => [manipulation.does, manipulation.change] as const))('%s', async (_, change) => {
    const folder = copyOf(story.project);
    let named: readonly Named[] = [];
    tamper(folder, (database) => { named = change(database, folder); });
    const { wrong } = await verify(folder);
    expect(named.length).toBeGreaterThan(0);
    for (const { says, ...where } of named) {
      const said = wrong.filter((finding) => Object.entries(where).every(([key, value]) => finding[key as keyof Finding] === value));
      expect(said.map(({ sentence }) => sentence.en)).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
      for (const { sentence } of said) expect(sentence['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(JSON.stringify(wrong)).not.toMatch(/\{\w+\}/);
  });

  it('all of the log was written anew, where a hash was noted elsewhere', async () => {
    const folder = copyOf(story.project);
    tamper(folder, (database) => {
      database.exec("UPDATE edit SET made_at = '2020-01-01T00:00:00.000Z' WHERE number = (SELECT min(number) FROM edit)");
      writeAnew(database);
    });
    // A chain without a hash from outside cannot know.
    expect((await verify(folder)).wrong).toEqual([]);
    const { wrong, proven } = await verify(folder, [story.head]);
    expect(wrong).toMatchObject([{ kind: 'head', sentence: { en: expect.stringContaining(story.head.slice(0, 12)) as string } }]);
    expect(proven).toBeNull();
  });

  it('the last ten edits were cut off, where a hash was noted elsewhere', async () => {
    const folder = copyOf(story.project);
    tamper(folder, (database) => cutOff(database, 10));
    expect((await verify(folder)).wrong).toEqual([]);
    const { wrong, proven } = await verify(folder, [story.earlier.head, story.head]);
    expect(wrong).toMatchObject([{ kind: 'head', sentence: { en: expect.stringContaining(story.head.slice(0, 12)) as string } }]);
    // What was there when the older one was noted is still proven.
    expect(proven).not.toBeNull();
    expect((await verify(story.earlier.folder, [story.earlier.head])).wrong).toEqual([]);
    expect((await verify(story.earlier.folder, [story.head])).wrong).toHaveLength(1);
  });
});

it('twenty manipulations at least', () => expect(manipulations.length + 2).toBeGreaterThanOrEqual(20));
it('leaves nothing beside a project that it looked at', async () => {
  await verify(story.project);
  for (const left of ['project.sqlite-wal', 'project.sqlite-shm']) expect(existsSync(path.join(story.project, left))).toBe(false);
});
