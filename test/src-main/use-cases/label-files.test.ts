import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostInTest, type HostInTest } from '../host/host-in-test.ts';

async function withFile(text: string | Uint8Array, name = 'labels.txt'): Promise<HostInTest & { readonly file: string }> {
  const place = await hostInTest();
  const file = path.join(place.folder, name);
  writeFileSync(file, text);
  const { client } = place;
  await client.labels.add({ value: 17, name: 'left hippocampus', colour: '#dcd814', code: null, locked: true });
  await client.labels.add({ value: 4, name: 'ventricle', colour: '#111111', code: null, locked: false });
  return { ...place, file };
}

describe('a label file', () => {
  it('adds the values that are new, brings the others up to itself, and says what it changed', async () => {
    const { client, file } = await withFile('17 220 216 20 1 1 0 "Hippocampus L"\n4 17 17 17 1 1 1 "ventricle"\n99 1 2 3 0.5 0 1 ""\n');
    const events = await client.jobs.events({});
    const report = await client.labels.importTable({ path: file });
    expect(report).toEqual({
      format: 'itk-snap', unchanged: 1, leftOut: 0,
      added: [{ index: 3, value: 99, name: 'label 99' }],
      changed: [{ index: 1, value: 17, name: 'Hippocampus L', changes: ['name', 'visibleIn3d'] }],
    });
    expect((await events.next()).value).toMatchObject({ kind: 'label-table' });
    expect(await client.labels.table()).toMatchObject([
      { index: 1, name: 'Hippocampus L', colour: '#dcd814', locked: true, visibleIn3d: false },
      { index: 2, name: 'ventricle', opacity: 1 },
      { index: 3, value: 99, colour: '#010203', opacity: 0.5, visible: false, visibleIn3d: true, locked: false },
    ]);
  });

  it('with a thousand labels can name those alone that the project has', async () => {
    const thousand = Array.from({ length: 1000 }, (_, at) => `${at} region-${at} 9 9 9 0`).join('\n');
    const { client, file } = await withFile(`#No. Label Name: R G B A\n${thousand}`);
    await expect(client.labels.importTable({ path: file })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('997 labels') as unknown });
    expect((await client.labels.table()).length).toBe(2);
    const report = await client.labels.importTable({ path: file, which: 'existing' });
    expect(report).toMatchObject({ format: 'freesurfer', added: [], leftOut: 997 });
    expect((await client.labels.table()).map(({ name, colour }) => [name, colour])).toEqual([['region-17', '#090909'], ['region-4', '#090909']]);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['a defect in a line', '17 220 216 20 1 1 0 "a"\n4 17 17 17 1 1 "b"', /Line 2/],
    ['another encoding', Uint8Array.from([0x31, 0x20, 0xb8, 0xce, 0xd4, 0xe0]), /UTF-8/],
    ['an image', new Uint8Array(352), /UTF-8/],
  ])('with %s is refused, and nothing is changed', async (_, text, words) => {
    const { client, file } = await withFile(text);
    const before = await client.labels.table();
    await expect(client.labels.importTable({ path: file })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(words) as unknown });
    expect(await client.labels.table()).toEqual(before);
  });

  it('that is not there is said to be missing', async () => {
    const { client, folder } = await withFile('');
    await expect(client.labels.importTable({ path: path.join(folder, 'gone.txt') })).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each(['itk-snap', 'slicer', 'slicer-csv', 'freesurfer'] as const)('written as %s and read again changes nothing', async (format) => {
    const { client, file } = await withFile('');
    await client.labels.change({ index: 1, name: 'left_lobe "A"', opacity: 1 / 3, visible: false });
    await client.labels.order({ indices: [2, 1] });
    const { text, name, notes } = await client.labels.exportTable({ format });
    expect(text.indexOf('ventricle')).toBeLessThan(text.indexOf('lobe'));
    expect(name).toMatch(/^project-labels\.(label|ctbl|csv|txt)$/);
    expect(notes.map(({ en }) => en).join()).toContain('“left_lobe "A"”');
    writeFileSync(file, text);
    expect(await client.labels.importTable({ path: file })).toMatchObject({ format, added: [], changed: [], unchanged: 2 });
  });

  it('with codes of a terminology gives them to the labels, new ones and those that are there', async () => {
    const { client, file } = await withFile('LabelValue,Name,Color_R,Color_G,Color_B,Type_CodingScheme,Type_CodeValue\n17,left hippocampus,220,216,20,SCT,5366008\n6,liver,1,2,3,SCT,10200004\n4,ventricle,17,17,17,,\n');
    expect(await client.labels.importTable({ path: file })).toMatchObject({ format: 'slicer-csv', added: [{ value: 6 }], changed: [{ value: 17, changes: ['code'] }], unchanged: 1 });
    expect((await client.labels.table()).map(({ value, code }) => [value, code])).toEqual([[17, 'SCT:5366008'], [4, null], [6, 'SCT:10200004']]);
  });

  it('tells of values that its program cannot take', async () => {
    const { client } = await withFile('');
    await client.labels.add({ value: 2 ** 31 - 1, name: 'far', colour: '#000000', code: null, locked: false });
    const notes = async (format: 'itk-snap' | 'slicer' | 'freesurfer'): Promise<string> => (await client.labels.exportTable({ format })).notes.map(({ en }) => en).join();
    expect(await notes('itk-snap')).toContain('above 65535');
    expect(await notes('slicer')).toContain('above 1000000');
    expect(await notes('freesurfer')).not.toContain('above');
  });
});

describe('the label table of a project', () => {
  it('is ordered, shown and emptied by calls, and windows are told', async () => {
    const { client } = await withFile('');
    const events = await client.jobs.events({});
    expect((await client.labels.order({ indices: [2, 1] })).map(({ index }) => index)).toEqual([2, 1]);
    expect((await client.labels.change({ index: 2, opacity: 0.2, visible: false }))[0]).toMatchObject({ index: 2, opacity: 0.2, visible: false, visibleIn3d: true });
    await expect(client.labels.order({ indices: [2] })).rejects.toMatchObject({ code: 'conflict' });
    expect((await client.labels.remove({ indices: [2] })).map(({ index }) => index)).toEqual([1]);
    for (let times = 0; times < 3; times += 1) expect((await events.next()).value).toMatchObject({ kind: 'label-table' });
  });
});
