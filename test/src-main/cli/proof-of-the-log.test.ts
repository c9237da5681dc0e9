import Sqlite from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Verification } from '#shared/contract/verification.ts';
import { createProject } from '#main/store/open-project.ts';
import { placeForTest } from './lamina.ts';

it('lamina verify proves a project, names what was changed, and ends as it found', async () => {
  const { folder, lamina } = placeForTest();
  const project = path.join(folder, 'study');
  const store = await createProject(project);
  store.labels.add({ value: 1, name: 'Liver', colour: '#aa0000', code: null, locked: false });
  const hash = store.events.head()!;
  store.close();

  const clean = await lamina('verify', project, '--head', hash.toUpperCase());
  expect(clean.stdout).toMatch(/study: 2 events with 0 edits, and 0 files \(0 MB\), were checked\.\nEverything is as the log tells\.\nUp to event 2 of \d{4}-/);
  expect(clean.stdout).toContain(`Newest hash, to be noted elsewhere: ${hash} (event 2)`);
  expect(clean.code).toBe(0);
  expect(readdirSync(project).filter((name) => name.startsWith('project'))).toEqual(['project.sqlite']);

  const database = new Sqlite(path.join(project, 'project.sqlite'));
  database.exec("UPDATE label SET name = 'Spleen'");
  database.close();
  const changed = await lamina('verify', project, '--head', 'a'.repeat(64), '--head', hash, '--json');
  expect(changed.code).toBe(1);
  expect((changed.json as Verification).wrong).toMatchObject([{ kind: 'label', event: null, case: null, file: null }, { kind: 'head' }]);
  expect((changed.json as Verification).proven).toMatchObject({ event: 2 });
  expect(changed.stderr).toContain('Not as the log tells: 2');
  const inChinese = await lamina('verify', project, '--lang', 'zh-CN');
  expect([inChinese.code, inChinese.stdout]).toEqual([1, expect.stringContaining('标签“Liver”（索引 1）：名称为“Spleen”，而日志记录为“Liver”。')]);
}, 180_000);

it('lamina log lists what was done, when and by whom, in words or as one JSON value', async () => {
  const { folder, lamina } = placeForTest();
  const project = path.join(folder, 'study');
  const store = await createProject(project, { who: () => 'Ada' });
  store.labels.add({ value: 1, name: 'Liver', colour: '#aa0000', code: null, locked: false });
  store.close();
  const { stdout, code } = await lamina('log', project);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^When \(UTC\) +Who +What +On\n\d{4}-\S+Z +– +Log begun · study\n\d{4}-\S+Z +Ada +Label added · Liver\n$/)]);
  expect((await lamina('log', project, '--json', '--kind', 'label-added')).json).toMatchObject([{ kind: 'label-added', who: 'Ada', what: 'Liver', case: null }]);
  expect((await lamina('log', project, '--json', '--since', '2999-01-01')).json).toEqual([]);
  expect(await lamina('log', project, '--since', 'yesterday')).toMatchObject({ code: 2, stderr: expect.stringContaining('a day like 2026-01-31') as string });
}, 120_000);

it('lamina verify says what is wrong with what it is given', async () => {
  const { folder, lamina } = placeForTest();
  expect(await lamina('verify', folder, '--head', 'abc')).toMatchObject({ code: 2, stderr: expect.stringContaining('64 hexadecimal digits') as string });
  expect(await lamina('verify', path.join(folder, 'nowhere'))).toMatchObject({ code: 1, stderr: expect.stringContaining('holds no Lamina project') as string });
}, 120_000);
