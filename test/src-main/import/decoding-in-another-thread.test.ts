import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readImage } from '#main/import/read-image.ts';
import { matchLabels, readLabels } from '#main/import/read-labels.ts';
import { findImages } from '#main/import/find-images.ts';
import { niftiFile } from '../../shared/formats/nifti/nifti-bytes.ts';
import { dicomSlice } from './dicom-bytes.ts';
import { dataIsThere, dataNote, dataPath } from './shared-data.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const side = 200;
const large = path.join(folder, 'large.nii');
writeFileSync(large, niftiFile({ datatype: 16, dim: [3, side, side, side] }, new Uint8Array(side ** 3 * 4)));
const source = { format: 'nifti', name: 'large', files: [large] } as const;

describe('an image that is being read', () => {
  it('can be given up at once, and the next one is read all the same', async () => {
    const controller = new AbortController();
    const reading = readImage(source, {}, controller.signal);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect((await readImage(source)).volumes[0]!.voxels).toHaveLength(side ** 3);
    await expect(readImage(source, {}, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('leaves the others that are being read alone when it is given up', async () => {
    const controller = new AbortController();
    const [given, kept] = [readImage(source, {}, controller.signal), readImage(source)];
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: 'cancelled' });
    expect((await kept).volumes).toHaveLength(1);
  });
});

describe('a program that has read a DICOM series', () => {
  it('ends by itself, and asked nothing of the network', () => {
    const place = path.join(folder, 'series');
    mkdirSync(place);
    for (const n of [0, 1]) writeFileSync(path.join(place, `IM${n}`), dicomSlice({ position: [0, 0, n] }));
    const url = (file: string): string => pathToFileURL(path.join(import.meta.dirname, '../../../src-main/import', file)).href;
    // Once through the thread, once in this one, where every way out of the machine is shut.
    const program = `
      import net from 'node:net'; import dns from 'node:dns'; import { syncBuiltinESMExports } from 'node:module';
      const shut = () => { throw new Error('the network was asked'); };
      net.connect = net.createConnection = net.Socket.prototype.connect = dns.lookup = shut; syncBuiltinESMExports();
      // Data URLs stay on the machine: a decoder unpacks itself from one.
      const { fetch } = globalThis; globalThis.fetch = (url) => (String(url).startsWith('data:') ? fetch(url) : shut());
      const { findImages } = await import(${JSON.stringify(url('find-images.ts'))});
      const { readImage } = await import(${JSON.stringify(url('read-image.ts'))});
      const { decodeImage } = await import(${JSON.stringify(url('decode-image.ts'))});
      const { sources } = await findImages([${JSON.stringify(place)}]);
      const first = await readImage(sources[0]); const second = await decodeImage(sources[0], {});
      console.log(first.volumes[0].voxels.join() === second.volumes[0].voxels.join(), first.volumes[0].voxels.length);`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', timeout: 50_000 });
    expect(output.trim()).toBe('true 12');
  });
});

describe('labels on another grid than their image', () => {
  const labelsAt = async (name: string, x: number, dim: readonly number[] = [3, 4, 3, 2]) => {
    const file = path.join(folder, `${name}.nii`);
    const count = dim.slice(1).reduce((a, b) => a * b, 1);
    writeFileSync(file, niftiFile({ datatype: 2, dim, srow: [[1, 0, 0, x], [0, 1, 0, 0], [0, 0, 1, 0]] }, Uint8Array.from({ length: count }, (_, n) => n % 3)));
    return readLabels({ format: 'nifti', name, files: [file] });
  };

  it('are refused with the distance, taken within 0.05 voxel, and resampled only when asked', async () => {
    const image = { name: 'scan.nii', geometry: (await labelsAt('grid', 0)).geometry };
    expect(matchLabels(await labelsAt('near', 0.04), image).note).toBeNull();
    const away = await labelsAt('away', 1);
    expect(() => matchLabels(away, image)).toThrow(/away\.nii does not lie on the grid of scan\.nii: corners are up to 1\.00 voxels apart/);
    const { values, note } = matchLabels(away, image, 'nearest');
    expect(note?.en).toMatch(/took the nearest label/);
    // One millimetre to the right is one column along i.
    expect([...values.subarray(0, 4)]).toEqual([0, 0, 1, 2]);
    const wide = await labelsAt('wide', 0, [3, 5, 3, 2]);
    expect(() => matchLabels(wide, image)).toThrow(/it has 5 × 3 × 2 voxels, the image 4 × 3 × 2/);
  });

  it.skipIf(!dataIsThere)(`hippocampus 003 and 243, as far as they are there: float32 labels are labels${dataNote}`, async () => {
    const names = ['hippocampus_003.nii.gz', 'hippocampus_243.nii.gz'].filter((name) => existsSync(dataPath('hippocampus/labelsTr', name)));
    expect(names).not.toEqual([]);
    for (const name of names) {
      const { sources } = await findImages([dataPath('hippocampus/labelsTr', name), dataPath('hippocampus/imagesTr', name)]);
      const [labels, image] = [await readLabels(sources[0]!), await readImage(sources[1]!)];
      expect(labels.distinct).toEqual([1, 2]);
      expect(matchLabels(labels, { name, geometry: image.volumes[0]!.geometry }).note).toBeNull();
    }
  });
});
