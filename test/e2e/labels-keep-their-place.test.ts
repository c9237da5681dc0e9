import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportReport } from '#shared/contract/cases.ts';
import type { ExportReport } from '#shared/contract/export.ts';
import { pythonAvailable, pythonMissing, runPython } from '../python/python.ts';
import { hostInTest } from '../src-main/host/host-in-test.ts';
import { dataIsThere, dataNote, dataPath } from '../src-main/import/shared-data.ts';

const script = (name: string): string => path.join(import.meta.dirname, '../python', name);
const why = pythonMissing === undefined ? '' : ` (skipped: ${pythonMissing})`;
const values = [3, 2, 300];

interface Judgement { readonly positionError: number; readonly differing: number; readonly drawn: readonly number[]; readonly simpleitk: string }

/** nibabel draws a label for each image; it goes through a project; nibabel and SimpleITK judge what comes out. */
async function throughAProject(imageFiles: (folder: string) => readonly string[], canonical: (file: string) => boolean): Promise<Map<string, Judgement>> {
  const { client, folder, run } = await hostInTest();
  const images = imageFiles(folder);
  const labels = path.join(folder, 'labels');
  mkdirSync(labels);
  const nameOf = (image: string): string => path.basename(image).replace(/\.(nii|hdr)(\.gz)?$/, '');
  runPython(script('draw_letters.py'), [JSON.stringify(images.map((image) => ({
    image, values, canonical: canonical(image), label: path.join(labels, `${nameOf(image)}.nii.gz`),
  })))]);
  const imported = (await run(client.cases.import({ paths: [...images], labels, modality: 'mr', orientation: 'LAS' }))).result as ImportReport;
  expect(imported.refused).toEqual([]);
  expect(imported.imported).toHaveLength(images.length);
  const exported = (await run(client.export.start({ out: path.join(folder, 'out') }))).result as ExportReport;
  expect(exported.refused).toEqual([]);
  expect(exported.written.every(({ verdict }) => verdict === 'identical')).toBe(true);
  const pairs = images.map((image) => ({ image, values, mask: path.join(folder, 'out', `${nameOf(image)}.nii.gz`) }));
  const judgements = JSON.parse(runPython(script('compare_masks.py'), [JSON.stringify(pairs)]).stdout) as Judgement[];
  return new Map(judgements.map((judgement, n) => [path.basename(images[n]!), judgement]));
}

function expectInPlace(judgements: ReadonlyMap<string, Judgement>): void {
  for (const [name, judgement] of judgements) {
    expect({ name, ...judgement }).toMatchObject({ name, differing: 0, positionError: 0 });
    for (const count of judgement.drawn) expect(count, name).toBeGreaterThan(2);
  }
}

describe.skipIf(!pythonAvailable || !dataIsThere)(`labels of one head in 24 orientations${dataNote}${why}`, () => {
  const heads = (): string[] => readdirSync(dataPath('nifti/orientation')).map((file) => dataPath('nifti/orientation', file));

  it('come out of a project where they went in', async () => {
    const judgements = await throughAProject(heads, () => false);
    expectInPlace(judgements);
    expect([...judgements.values()].map(({ simpleitk }) => simpleitk)).toEqual(Array(24).fill('same'));
  });

  it('come out on their image’s grid when they were stored in another order of axes', async () => {
    // One of each four: how axes are reordered is proved for all 48 orders elsewhere.
    expectInPlace(await throughAProject(() => heads().filter((_, n) => n % 4 === 0), () => true));
  });
});

describe.skipIf(!pythonAvailable)(`labels of images with odd headers${why}`, () => {
  it('come out of a project with the same values at the same places', async () => {
    const judgements = await throughAProject((folder) => {
      const odd = path.join(folder, 'odd');
      mkdirSync(odd);
      return (JSON.parse(runPython(script('make_odd_nifti.py'), [odd]).stdout) as string[]).map((file) => path.join(odd, file))
        // Labels have one time point, the scan here two.
        .filter((file) => !file.endsWith('time-points.nii.gz'));
    }, () => false);
    expectInPlace(judgements);
    expect(judgements.get('slope.nii.gz')!.simpleitk).toBe('same');
    expect(judgements.get('forms-30-degrees-apart.nii.gz')!.simpleitk).toBe('same');
  });
});
