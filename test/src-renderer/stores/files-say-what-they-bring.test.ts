import { expect, it, vi } from 'vitest';
import { countVoxels } from '../../../src-renderer/components/labels/count-voxels.ts';
import { outlookOf } from '../../../src-renderer/stores/label-files.ts';
import { firstMeanings, mappingOf } from '../../../src-renderer/stores/label-masks.ts';
import { found } from '../../../src-renderer/stores/label-search.ts';
import { labelPalette } from '../../../src-renderer/viewer/palette.ts';

vi.mock('../../../src-renderer/connection/client.ts', () => ({ client: {} }));
const valued = (...values: number[]) => values.map((value) => ({ value }));

it('A table of a thousand labels has no room in a project, and its own labels are counted as known', () => {
  const thousand = valued(...Array.from({ length: 1000 }, (_, at) => at + 1));
  expect(outlookOf(thousand, valued(5, 2_000_000), valued(7, 3_000_000))).toEqual({ fresh: 999, known: 1, room: 255 - 2 - 1 });
  // Removed labels have their places still, until the file brings them back.
  expect(outlookOf(valued(7), valued(5), valued(7))).toEqual({ fresh: 1, known: 0, room: 254 });
});

it('Values of a mask become the labels of those values, and only what is meant otherwise is told to the host', () => {
  const table = [{ index: 1, value: 17 }, { index: 2, value: 2 ** 31 - 1 }];
  const meanings = firstMeanings({ values: [{ value: 3, voxels: 9 }, { value: 17, voxels: 1 }, { value: 2 ** 31 - 1, voxels: 2 }], misfit: null }, table);
  expect(meanings.map(({ becomes }) => becomes)).toEqual(['new', 1, 2]);
  expect(mappingOf(meanings, table)).toEqual([]);
  const meant = meanings.map((one) => ({ ...one, becomes: one.value === 3 ? 2 : one.value === 17 ? 'none' as const : 1 }));
  expect(mappingOf(meant, table)).toEqual([{ value: 3, index: 2 }, { value: 17, index: 0 }, { value: 2 ** 31 - 1, index: 1 }]);
});

it('Labels are found by parts of their names, by their values, and first by how they begin', () => {
  const table = [
    { name: 'Left-Hippocampus', value: 17 }, { name: 'Right-Hippocampus', value: 53 }, { name: 'Hippocampal fissure', value: 170 }, { name: '海马体', value: 1 },
  ];
  expect(found(table, 'hippo').map(({ value }) => value)).toEqual([170, 17, 53]);
  expect(found(table, ' right HIPPO ').map(({ value }) => value)).toEqual([53]);
  expect(found(table, '17').map(({ value }) => value)).toEqual([17, 170]);
  expect(found(table, '海马').map(({ value }) => value)).toEqual([1]);
  expect(found(table, '')).toBe(table);
  expect(found(table, 'liver')).toEqual([]);
});

it('Voxels are counted for every label, and not to the end where nobody waits', async () => {
  const labels = new Uint8Array(20_000_000);
  labels.fill(7, 0, 123).fill(255, 19_999_990);
  const counts = await countVoxels(labels, new AbortController().signal);
  expect([counts![0], counts![7], counts![255]]).toEqual([20_000_000 - 133, 123, 10]);
  const stop = new AbortController();
  const stopped = countVoxels(labels, stop.signal);
  stop.abort();
  expect(await stopped).toBeNull();
});

it('The palette has each label’s own opacity, and nothing of those that are hidden', () => {
  const palette = labelPalette([{ index: 1, colour: '#102030', opacity: 0.4 }, { index: 2, colour: '#ffffff' }, { index: 255, colour: '#0000ff', opacity: 1 }], new Set([2]));
  expect([...palette.slice(4, 12)]).toEqual([0x10, 0x20, 0x30, 102, 0, 0, 0, 0]);
  expect([...palette.slice(255 * 4)]).toEqual([0, 0, 255, 255]);
});
