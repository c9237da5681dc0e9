import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeMask } from '#main/import/write-mask.ts';
import type { LongWork } from '#main/use-cases/long-work.ts';
import { reportEvaluation, reportFiles } from '#main/use-cases/report-evaluation.ts';
import type { Evaluation, EvaluationOptions } from '#shared/contract/evaluation.ts';
import { affineFromOrientation } from '#shared/geometry/orientation.ts';
import { pythonAvailable, pythonMissing, runPython } from '../../python/python.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'lamina-report-')); });
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

const work: LongWork = { signal: new AbortController().signal, progress: () => undefined, report: () => undefined };
const at = (...parts: string[]): string => join(folder, ...parts);
const report = (options: Partial<EvaluationOptions> = {}, how: LongWork = work): Promise<Evaluation> => reportEvaluation(
  { predictions: at('predictions'), references: at('references'), inVoxels: false, out: at('out'), force: false, locale: 'en', ...options }, '1.2.3', how);

async function mask(file: string, labels: readonly number[]): Promise<void> {
  const voxels = new Uint8Array(24);
  voxels.set(labels);
  await mkdir(at(file, '..'), { recursive: true });
  const geometry = { size: [4, 3, 2], affine: affineFromOrientation('LPS', [1, 1, 3]) } as const;
  await writeMask(at(file), { imageHeader: null, geometry, trust: 'known', labels: voxels, values: [0, 1, 2] });
}

/** Three cases, of which the second is the worst and the third has no prediction. */
async function threeCases(second = 'b'): Promise<void> {
  await mask('references/a.nii', [1, 1, 2]);
  await mask('predictions/a.nii', [1, 1, 2]);
  await mask(`references/${second}.nii`, [1, 1, 0, 0, 1, 1]);
  await mask(`predictions/${second}.nii`, [0, 1, 1, 0, 0, 2]);
  await mask('references/c.nii', [1]);
}

/** Fails where a tag is not closed or closes another. */
function expectWellFormed(page: string): void {
  const open: string[] = [];
  for (const [, closing, name, alone] of page.replace(/<style>[^]*<\/style>/, '').matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (alone === '/' || ['meta', 'br'].includes(name!)) continue;
    if (closing === '/') expect(open.pop()).toBe(name);
    else open.push(name!);
  }
  expect(open).toEqual([]);
}

describe('the page', () => {
  it('stands alone: no script, nothing fetched, every tag closed', async () => {
    await threeCases();
    await report();
    const page = await readFile(at('out', 'report.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('content="default-src \'none\'; style-src \'unsafe-inline\'"');
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|\ssrc=|\shref=|url\(|@import|https?:/i);
    expectWellFormed(page);
  });

  it('names the worst case first, and who has no prediction', async () => {
    await threeCases();
    await report();
    const page = await readFile(at('out', 'report.html'), 'utf8');
    const cases = page.slice(page.indexOf('Every case, worst first'));
    expect([...cases.matchAll(/rowspan="2">(\w)/g)].map(([, name]) => name)).toEqual(['c', 'b', 'a']);
    expect(page).toContain('<li>c: there is no prediction; it counts as empty.</li>');
    // Two pictures: of a nothing is wrong.
    expect(page.match(/class="slice"/g)).toHaveLength(2);
    expect(page).toContain('aria-label="b, slice 1 of 2"');
  });

  it.each([['en', /[\u4e00-\u9fff]/], ['zh-CN', /\b(the|of|case|label|mean|missed)\b/i]] as const)('speaks %s alone', async (locale, other) => {
    await threeCases();
    await report({ locale });
    const page = await readFile(at('out', 'report.html'), 'utf8');
    const text = page.replace(/<style>[^]*<\/style>/, '').replace(/<[^>]+>/g, ' ').replaceAll(/predictions|references|Lamina|Dice|Jaccard|Hausdorff/g, '');
    expect(text).not.toMatch(other);
    expect(page).toContain(`<html lang="${locale}">`);
  });

  it('shows names as they are, whatever they look like', async () => {
    await threeCases('<img src=x onerror=alert(1)>&"\'\u202e');
    await report();
    const page = await readFile(at('out', 'report.html'), 'utf8');
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;&#38;&#34;&#39;\ufffd');
    expect(page).not.toContain('<img');
    expectWellFormed(page);
  });
});

it.skipIf(!pythonAvailable)(`Python reads the same figures from both CSV files as from the JSON, and no spreadsheet computes a name${pythonMissing ? ` (${pythonMissing})` : ''}`, async () => {
  await threeCases('=1+1, "肝"');
  const evaluation = await report();
  const { stdout } = runPython(`
import csv, json, sys
read = lambda name: list(csv.DictReader(open(sys.argv[1] + '/' + name, encoding='utf-8-sig', newline='')))
print(json.dumps([json.load(open(sys.argv[1] + '/evaluation.json', encoding='utf-8')), read('cases.csv'), read('summary.csv')]))
`, [at('out')]);
  const [json, cases, summary] = JSON.parse(stdout) as [Evaluation, Record<string, string>[], Record<string, string>[]];
  expect(json).toEqual(evaluation);
  expect(cases.map((row) => [row['case'], row['label'], row['found'], row['hd95']])).toEqual(json.cases.flatMap(({ name, labels }) =>
    Object.entries(labels).map(([label, { found, hd95 }]) => [name.startsWith('=') ? `'${name}` : name, label, found, hd95 === null ? '' : String(hd95)])));
  expect(cases.some((row) => row['case'] === '\'=1+1, "肝"')).toBe(true);
  const assd = summary.find((row) => row['label'] === '1' && row['figure'] === 'assd');
  expect(assd).toMatchObject({ unit: 'mm', mean: String(json.summary['1']?.assd.mean), n: '2' });
  expect(summary.find((row) => row['figure'] === 'dice')).toMatchObject({ unit: '', n: '3' });
});

describe('the files', () => {
  it('are not replaced unless that is asked for', async () => {
    await threeCases();
    await mkdir(at('out'));
    await writeFile(at('out', 'summary.csv'), 'mine');
    await expect(report()).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/summary\.csv is there already.*--force/) as string });
    expect(await readdir(at('out'))).toEqual(['summary.csv']);
    await report({ force: true });
    expect((await readdir(at('out'))).sort()).toEqual([...reportFiles].sort());
    expect(await readFile(at('out', 'summary.csv'), 'utf8')).toMatch(/^label,figure/);
  });

  it('are there together or not at all', async () => {
    await threeCases();
    await mkdir(at('out', 'summary.csv', 'in the way'), { recursive: true });
    await expect(report({ force: true })).rejects.toMatchObject({ code: 'bad-input' });
    expect(await readdir(at('out'))).toEqual(['summary.csv']);
  });

  it('are not begun where the person changes their mind', async () => {
    await threeCases();
    const stop = new AbortController();
    const stopping: LongWork = { ...work, signal: stop.signal, progress: ({ done, total }) => { if (done === total) stop.abort(); } };
    await expect(report({}, stopping)).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(at('out'))).toBe(false);
  });

  it('are not written where nobody asks for them', async () => {
    await threeCases();
    expect((await report({ out: undefined })).cases).toHaveLength(3);
    expect((await readdir(folder)).sort()).toEqual(['predictions', 'references']);
  });
});
