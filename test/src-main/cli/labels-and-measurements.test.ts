import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject } from '#main/store/open-project.ts';
import { newCase } from '../store/sample-project.ts';
import { placeForTest, type Place } from './lamina.ts';

async function project(): Promise<Place & { readonly project: string }> {
  const place = placeForTest();
  const folder = path.join(place.folder, 'study');
  const store = await createProject(folder);
  store.labels.add({ value: 1, name: 'left lung', colour: '#ff0000', code: null, locked: false });
  const { id, images } = store.cases.add(await newCase(store));
  const { image } = images[0]!;
  store.measurements.add(id, {
    imageId: image.id, kind: 'distance', points: [[0, 0, 0], [3, 4, 0]], plane: null, text: 'rim', labelIndex: 1, colour: null, statistics: null,
  }, 'Ada');
  store.close();
  return { ...place, project: folder };
}

describe('lamina labels', () => {
  it('writes a label file, refuses to replace it, reads it back, and shows the table', async () => {
    const { lamina, project: folder, folder: place } = await project();
    const file = path.join(place, 'organs.ctbl');
    const written = await lamina('labels', folder, '--export', file);
    expect([written.code, written.stderr]).toEqual([0, '']);
    expect(readFileSync(file, 'utf8')).toBe('# Color table file\n0 Background 0 0 0 0\n1 left_lung 255 0 0 255\n');
    const refused = await lamina('labels', folder, '--export', file, '--format', 'itk-snap', '--json');
    expect([refused.code, refused.json]).toMatchObject([1, { error: { code: 'conflict' } }]);
    writeFileSync(file, '1 right_lung 0 255 0 255\n70 spleen 1 2 3 128\n');
    const read = await lamina('labels', folder, '--import', file, '--json');
    expect(read.json).toMatchObject({ format: 'slicer', added: [{ value: 70, name: 'spleen' }], changed: [{ value: 1, name: 'right lung', changes: ['name', 'colour'] }] });
    const shown = await lamina('labels', folder);
    expect(shown.stdout).toMatch(/1 +right lung +#00ff00 +1\n *70 +spleen +#010203 +0\.502/);
  });

  it('says which line of a file is wrong, and what cannot stand together', async () => {
    const { lamina, project: folder, folder: place } = await project();
    const file = path.join(place, 'labels.txt');
    writeFileSync(file, '0 0 0 0 0 0 0 "Clear Label"\n1 255 0 0 1 1 "lung"\n');
    const wrong = await lamina('labels', folder, '--import', file, '--lang', 'zh-CN');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('第 2 行')]);
    const both = await lamina('labels', folder, '--import', file, '--export', file);
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--export')]);
  });
});

it('lamina measurements shows what was measured, and writes it as a table', async () => {
  const { lamina, project: folder, folder: place } = await project();
  const shown = await lamina('measurements', folder);
  expect(shown.stdout).toMatch(/scan +distance +5 mm +– +rim/);
  const file = path.join(place, 'tables', 'measured.csv');
  const written = await lamina('measurements', folder, '--out', file, '--json');
  expect(written.json).toEqual({ file, measurements: 1, labels: 0 });
  expect(readFileSync(file, 'utf8').split('\r\n')[1]).toMatch(/^scan,patient of scan,image,distance,left lung,5,mm,/);
});
