import { execFileSync, fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { clientAtDoor } from '#main/cli/connect.ts';
import { importReport } from '#shared/contract/cases.ts';
import { ball, niftiBytes, tinySize, writeBalls, writeNifti } from '../tiny-nifti.ts';
import { placeForTest, type Ended, type Place, type Running } from './lamina.ts';

/** Exit code 1 and one sentence that a person can read; no trace of where in the program it came from. */
function expectOneSentence({ code, stdout, stderr }: Ended, containing: string | RegExp): void {
  expect(code).toBe(1);
  expect(stdout).toBe('');
  const sentence = stderr.trim().split('\n').at(-1)!;
  expect(sentence).toMatch(containing);
  expect(stderr).not.toMatch(/\n\s+at |Error:|node:|\.ts:\d|undefined|\[object/);
  expect(sentence).toMatch(/^[A-Z/\d].{15,}[.!]$/);
}

async function projectWith(place: Place, cases = 2): Promise<string> {
  const project = path.join(place.folder, 'project');
  expect((await place.lamina('init', project)).code).toBe(0);
  const { images, labels } = writeBalls(place.folder, cases);
  expect((await place.lamina('import', project, images, '--labels', labels)).code).toBe(0);
  return project;
}

interface Serving { readonly served: Running; readonly address: string; readonly port: number; readonly token: string }

async function serving(place: Place, project: string): Promise<Serving> {
  const served = place.start('serve', project, '--json');
  const [, text] = await served.says(/(\{.*\})\n/);
  return { served, ...(JSON.parse(text!) as Omit<Serving, 'served'>) };
}

describe('lamina', () => {
  it('is used wrongly: exit code 2 and one sentence, in the language of the terminal', async () => {
    const place = placeForTest();
    const wrong = async (args: string[], containing: string): Promise<void> => {
      const { code, stdout, stderr } = await place.lamina(...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain(containing);
    };
    await Promise.all([
      wrong(['paint'], 'paint'),
      wrong([], 'lamina --help'),
      wrong(['list'], '<project>'),
      wrong(['list', 'a', 'b'], 'more arguments'),
      wrong(['list', 'a', '--quick'], '--quick'),
      wrong(['train', 'a', '--minutes', 'soon'], 'soon'),
      wrong(['train', 'a', '--epochs', '0'], '--epochs'),
      wrong(['train', 'a', '--network', 'resnet'], 'unet-classic'),
      wrong(['train', 'a', '--seed'], '--seed'),
      wrong(['segment', 'a', 'b'], '--out'),
      wrong(['export', 'a', '--out', 'b', '--incomplete', 'ignore=0'], 'ignore=0'),
      wrong(['export', 'a', '--out', 'b', '--incomplete', 'ignore=4000000000'], 'ignore=4000000000'),
      wrong(['import', 'a', 'b', '--resample', 'cubic'], 'nearest'),
      wrong(['import', 'a', 'b', '--orientation', 'RLS'], 'RAS'),
      wrong(['segment', 'a', 'b', '--out', 'c', '--model', 'best'], 'lamina list'),
      wrong(['queue', 'a', '--slices', '5'], 'add --fill'),
      wrong(['serve', '--port', '70000'], '65535'),
      wrong(['paint', '--lang', 'zh-CN'], '没有命令'),
      wrong(['trian', 'a'], 'did you mean “train”?'),
      wrong(['train', 'a', '--minuts', '3'], 'did you mean “--minutes”?'),
      wrong(['list', 'a', '--lang', 'fr'], '--lang is one of en, zh-CN, not “fr”'),
    ]);
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it('does the first half of the job, with one JSON value on stdout where that is asked for', async () => {
    const place = placeForTest();
    const project = path.join(place.folder, 'project');
    expect((await place.lamina('init', project, '--json')).json).toMatchObject({ folder: project, cases: 0 });
    const { images, labels } = writeBalls(place.folder, 2);
    const imported = await place.lamina('import', project, images, '--labels', labels, '--json');
    expect(imported.code).toBe(0);
    expect(importReport.parse(imported.json).imported.map(({ name }) => name)).toEqual(['scan-1', 'scan-2']);
    const listed = await place.lamina('list', project, '--json');
    expect(listed.json).toMatchObject({ project: { cases: 2 }, cases: [{ name: 'scan-1', completeSlices: 6 }, { name: 'scan-2' }], labels: [{ value: 1 }], models: [] });
    const out = path.join(place.folder, 'out');
    const exported = await place.lamina('export', project, '--out', out);
    expect(exported).toMatchObject({ code: 0 });
    expect(exported.stdout).toContain('2 identical');
    const evaluated = await place.lamina('evaluate', out, labels, '--json');
    expect(evaluated.json).toMatchObject({ cases: [{ name: 'scan-1', labels: { 1: { dice: 1, jaccard: 1 } } }, { name: 'scan-2' }], mean: { 1: { dice: 1 }, foreground: { dice: 1 } } });
    const inspected = await place.lamina('inspect', path.join(images, 'scan-1.nii.gz'), '--json');
    expect(inspected.json).toMatchObject({ size: [...tinySize], spacingMm: [1, 1, 2], orientation: 'RAS', voxelType: 'int16', trust: 'known', header: { sform_code: 1 } });
    const repeated = await place.lamina('import', project, images, '--labels', labels);
    expect(repeated).toMatchObject({ code: 0, stdout: '0 imported, 2 were there already, 0 refused.\n' });
    // What was a placeholder all along may be said later.
    expect(await place.lamina('import', project, images, '--spacing-unknown')).toMatchObject({ code: 0, stderr: expect.stringContaining('counts as unknown') as string });
    expect((await place.lamina('list', project, '--json')).json).toMatchObject({ cases: [1, 2].map(() => ({ images: [{ trust: 'spacing-unknown' }] })) });
  });

  it('says in both languages what it cannot do, never showing where in the program it failed', async () => {
    const place = placeForTest();
    const { lamina, folder } = place;
    const project = await projectWith(place, 1);
    const at = (name: string): string => path.join(folder, name);
    const write = (name: string, bytes: Uint8Array | string): string => { writeFileSync(at(name), bytes); return at(name); };
    const good = niftiBytes(ball(1).image);
    const odd = (change: (view: DataView) => void): Uint8Array => { const bytes = good.slice(); change(new DataView(bytes.buffer)); return bytes; };
    mkdirSync(at('void'));

    const sentences: [Promise<Ended>, string | RegExp][] = [
      [lamina('inspect', write('cut.nii.gz', gzipSync(good).subarray(0, 200))), /cut\.nii\.gz is damaged/],
      [lamina('inspect', write('magic.nii', odd((view) => view.setUint8(344, 88)))), 'magic.nii'],
      [lamina('inspect', write('none.nii', odd((view) => view.setInt16(46, 0, true)))), 'none.nii'],
      [lamina('inspect', write('huge.nii', odd((view) => [42, 44, 46].forEach((offset) => view.setInt16(offset, 1000, true))).subarray(0, 1000))), 'huge.nii'],
      [lamina('inspect', at('nowhere.nii')), 'nowhere.nii'],
      [lamina('inspect', at('void')), 'void'],
      [lamina('list', at('void')), /holds no Lamina project/],
      [lamina('list', at('nowhere')), 'nowhere'],
      [lamina('init', project), /already holds/],
      [lamina('init', path.join(at('images'), 'scan-1.nii.gz')), 'scan-1.nii.gz'],
      [lamina('evaluate', at('labels'), at('void')), 'void'],
      [lamina('evaluate', at('nowhere'), at('labels')), 'nowhere'],
      [lamina('train', at('void')), /holds no Lamina project/],
    ];
    for (const [ended, containing] of sentences) expectOneSentence(await ended, containing);

    // These need the project, one after the other.
    expectOneSentence(await lamina('segment', project, at('images'), '--out', at('masks')), /no trained model/);
    expect(existsSync(at('masks'))).toBe(false);
    expectOneSentence(await lamina('segment', project, at('images'), '--out', at('masks'), '--model', '11111111-1111-4111-8111-111111111111'), /no model 1111/);
    expectOneSentence(await lamina('export', project, '--out', at('cut.nii.gz')), 'cut.nii.gz');
    expectOneSentence(await lamina('import', project, at('images'), '--labels', at('void')), 'void');
    expectOneSentence(await lamina('train', project, '--plan', at('nowhere.json')), 'nowhere.json');
    expectOneSentence(await lamina('train', project, '--plan', write('plan.json', '{"epochs": ')), 'plan.json');
    expectOneSentence(await lamina('train', project, '--plan', write('plan.json', '{"epochs": "ten"}')), 'plan.epochs');
    expect((await lamina('train', project, '--plan', at('plan.json'), '--lang', 'zh-CN')).stderr).toBe('输入未被接受：plan.epochs: 无效输入：期望 数字，实际接收 文本。\n');
    expectOneSentence(await lamina('train', project, '--plan', at('void')), /void could not be read/);
    expectOneSentence(await lamina('train', project, '--validation', '1'), /1 patients were asked for/);
    const chinese = await lamina('list', at('void'), '--lang', 'zh-CN');
    expect(chinese.stderr).toMatch(/中没有 Lamina 项目/);
    const json = await lamina('list', at('void'), '--json');
    expect(json.code).toBe(1);
    expect(json.json).toMatchObject({ error: { code: 'not-found', message: expect.stringContaining('void') as string } });
  });

  it('refuses labels on another lattice, imports the rest, and ends with exit code 1', async () => {
    const place = placeForTest();
    const project = await projectWith(place, 1);
    const { image, label } = ball(7);
    writeNifti(path.join(place.folder, 'more', 'shifted.nii.gz'), image);
    writeNifti(path.join(place.folder, 'more', 'fine.nii.gz'), ball(8).image);
    writeNifti(path.join(place.folder, 'more labels', 'shifted.nii.gz'), { ...label, sform: [[1, 0, 0], [0, 1, 0], [0, 0, 2], [0.5, 0, 0]] });
    writeNifti(path.join(place.folder, 'more labels', 'fine.nii.gz'), ball(8).label);
    const { code, stdout, stderr } = await place.lamina('import', project, path.join(place.folder, 'more'), '--labels', path.join(place.folder, 'more labels'));
    expect(code).toBe(1);
    expect(stdout).toContain('1 imported, 0 were there already, 1 refused.');
    expect(stderr).toMatch(/shifted\.nii\.gz does not lie on the grid/);
  });

  it('finds the project in use by another command, and says so', async () => {
    const place = placeForTest();
    const project = await projectWith(place, 1);
    const { openProject } = await import('#main/store/open-project.ts');
    const store = await openProject(project);
    try {
      expectOneSentence(await place.lamina('list', project), /already open in another Lamina/);
    } finally {
      store.close();
    }
    expect((await place.lamina('list', project)).code).toBe(0);
  });

  it('joins the host that has the project open, and goes on alone when that was killed', async () => {
    const place = placeForTest();
    const project = await projectWith(place, 1);
    const served = place.start('serve', project);
    await served.says(/Lamina is running; open http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}/);
    const listed = await place.lamina('list', project, '--json');
    expect(listed).toMatchObject({ code: 0, json: { project: { cases: 1 } } });
    const out = path.join(place.folder, 'out');
    expect((await place.lamina('export', project, '--out', out)).code).toBe(0);
    expect(readdirSync(out)).toHaveLength(2);
    served.child.kill('SIGKILL');
    await served.ended;
    expect(readdirSync(path.join(place.folder, 'lamina'))).toHaveLength(1);
    expect((await place.lamina('list', project)).code).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('says so when the host that it has joined goes away in the middle', async () => {
    const place = placeForTest();
    const project = await projectWith(place, 1);
    const { served, port, token } = await serving(place, project);
    // A table that never begins keeps the import busy until the host is gone.
    const pipe = path.join(place.folder, 'table.csv');
    execFileSync('mkfifo', [pipe]);
    const importing = place.start('import', project, path.join(place.folder, 'images'), '--patient-table', pipe);
    const client = clientAtDoor(port, token);
    while ((await client.jobs.list()).every(({ state }) => state !== 'running')) await new Promise((resolve) => { setTimeout(resolve, 20); });
    served.child.kill('SIGKILL');
    expectOneSentence(await importing.ended, /no longer answers/);
  });

  it('serves until it is interrupted, and leaves no announcement behind', async () => {
    const place = placeForTest();
    const project = await projectWith(place, 1);
    const { served, address, port, token } = await serving(place, project);
    expect(address).toBe(`http://127.0.0.1:${port}/#token=${token}`);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toContain('<title>Lamina</title>');
    const refused = await place.lamina('serve', '--port', String(port));
    expectOneSentence(refused, new RegExp(`Port ${port}`));
    served.child.kill('SIGINT');
    expect((await served.ended).code).toBe(0);
    expect(readdirSync(path.join(place.folder, 'lamina'))).toEqual([]);
  });

  it('ends with its parent, whose channel closes', async () => {
    const place = placeForTest();
    const main = path.join(import.meta.dirname, '../../../src-main/cli/main.ts');
    const child = fork(main, ['serve'], { env: place.environment, silent: true, execArgv: [] });
    const message = await new Promise((resolve) => { child.once('message', resolve); });
    expect(message).toMatchObject({ port: expect.any(Number) as number, token: expect.stringMatching(/^[\w-]{43}$/) as string });
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    child.disconnect();
    expect(await ended).toBe(0);
  });

  it('loads neither contract nor host to show its help', async () => {
    const main = path.join(import.meta.dirname, '../../../src-main/cli/main.ts');
    const script = `const { registerHooks } = await import('node:module');
      const loaded = [];
      registerHooks({ resolve: (name, context, next) => { const found = next(name, context); loaded.push(found.url); return found; } });
      process.argv = ['node', 'lamina', '--help'];
      process.on('exit', () => console.log(JSON.stringify(loaded)));
      await import(${JSON.stringify(pathToFileURL(main).href)});`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim().split('\n');
    expect(printed[0]).toContain('Usage: lamina');
    const loaded = JSON.parse(printed.at(-1)!) as string[];
    expect(loaded.some((url) => url.endsWith('/cli/program.ts'))).toBe(true);
    expect(loaded.filter((url) => /node_modules\/(?!commander)|src-main\/(?!cli)/.test(url) && !url.endsWith('/files/write-whole.ts') && !url.endsWith('/files/file-sentences.ts'))).toEqual([]);
  });
});

it('lamina example writes scans and labels that lamina imports', async () => {
  const place = placeForTest();
  const folder = path.join(place.folder, 'example');
  expect((await place.lamina('example', folder, '--cases', '2', '--preset', 'sparse')).code).toBe(0);
  expect(readdirSync(path.join(folder, 'images'))).toEqual(readdirSync(path.join(folder, 'labels')));
  const project = path.join(place.folder, 'p');
  await place.lamina('init', project);
  const report = importReport.parse((await place.lamina('import', project, path.join(folder, 'images'), '--labels', path.join(folder, 'labels'), '--json')).json);
  expect(report.imported.map(({ patient }) => patient)).toEqual(['sub-001', 'sub-002']);
});

it('lamina demo replaces its own earlier folder and nobody else’s', async () => {
  const place = placeForTest();
  const mine = path.join(place.folder, 'mine');
  mkdirSync(mine);
  writeFileSync(path.join(mine, 'thesis.txt'), 'years');
  const { code, stderr } = await place.lamina('demo', '--out', mine);
  expect(code).toBe(1);
  expect(stderr).toContain('--out');
  expect(readFileSync(path.join(mine, 'thesis.txt'), 'utf8')).toBe('years');
});
