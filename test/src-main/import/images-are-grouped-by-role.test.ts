import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findImages } from '#main/import/find-images.ts';
import { groupByRole, type GroupedSources } from '#main/import/group-by-role.ts';
import { writeNifti } from '../tiny-nifti.ts';
import { dicomSlice } from './dicom-bytes.ts';
import { temporaryFolder } from './temporary-folder.ts';

let folders = 0;

/** Files of those names in a folder of their own, grouped: case → role → file. */
async function grouped(files: readonly string[], roles: readonly string[], dicom: Readonly<Record<string, Uint8Array>> = {}): Promise<Omit<GroupedSources, 'cases'> & { readonly cases: Record<string, Record<string, string>> }> {
  const folder = path.join(temporaryFolder(), `study ${folders++}`);
  for (const file of files) writeNifti(path.join(folder, file), { size: [2, 2, 2], voxel: (i) => i });
  for (const [file, bytes] of Object.entries(dicom)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), bytes);
  }
  const { sources } = await findImages([folder]);
  const { cases, ...rest } = await groupByRole(sources, roles);
  const named = cases.map(({ name, images }) => [name, Object.fromEntries(images.map(({ role, source }) => [role, path.relative(folder, source.files[0]!)]))] as const);
  return { ...rest, cases: Object.fromEntries(named) };
}

describe('images of one case', () => {
  it('are told by what their names end with, as the brain tumour challenges have them', async () => {
    const { cases, leftOut, doubtful } = await grouped(
      ['BraTS_001/BraTS_001_flair.nii.gz', 'BraTS_001/BraTS_001_t1.nii.gz', 'BraTS_001/BraTS_001_t1ce.nii.gz', 'BraTS_001/BraTS_001_seg.nii.gz', 'BraTS_002/BraTS_002_t1.nii.gz', 'BraTS_002/BraTS_002_flair.nii.gz'],
      ['flair', 't1', 't1ce'],
    );
    expect(cases).toEqual({
      BraTS_001: { flair: 'BraTS_001/BraTS_001_flair.nii.gz', t1: 'BraTS_001/BraTS_001_t1.nii.gz', t1ce: 'BraTS_001/BraTS_001_t1ce.nii.gz' },
      BraTS_002: { flair: 'BraTS_002/BraTS_002_flair.nii.gz', t1: 'BraTS_002/BraTS_002_t1.nii.gz' },
    });
    expect(leftOut.map(({ name }) => name)).toEqual(['BraTS_001_seg']);
    expect(doubtful).toEqual([]);
  });

  it.each([
    ['numbered channels', ['case_7_0000.nii.gz', 'case_7_0001.nii.gz', 'case_8_0000.nii.gz'], ['0000', '0001'], { case_7: ['0000', '0001'], case_8: ['0000'] }],
    ['names in capitals with other signs between', ['sub-01_FLAIR.nii', 'sub-01_T1w.nii', 'sub-02-T1w.nii'], ['flair', 't1w'], { 'sub-01': ['flair', 't1w'], 'sub-02': ['t1w'] }],
    ['files that are called after their role alone', ['p1/flair.nii.gz', 'p1/t1.nii.gz', 'p2/t1.nii.gz', 'p2/flair.nii.gz'], ['flair', 't1'], { p1: ['flair', 't1'], p2: ['flair', 't1'] }],
    ['one such case', ['flair.nii.gz', 't1.nii.gz'], ['flair', 't1'], { 'study ?': ['flair', 't1'] }],
    ['folders for the roles', ['flair/case1.nii.gz', 't1/case1.nii.gz', 't1/case2.nii.gz'], ['flair', 't1'], { case1: ['flair', 't1'], case2: ['t1'] }],
    ['folders for the roles in those of patients', ['p1/flair/scan.nii.gz', 'p1/t1/scan.nii.gz', 'p2/flair/scan.nii.gz'], ['flair', 't1'], { p1_scan: ['flair', 't1'], p2_scan: ['flair'] }],
    ['roles in front', ['flair-case1.nii.gz', 't1-case1.nii.gz'], ['flair', 't1'], { case1: ['flair', 't1'] }],
    ['a role that ends with another', ['a_post_t1.nii.gz', 'a_t1.nii.gz'], ['t1', 'post_t1'], { a: ['t1', 'post_t1'] }],
  ] as const)('are told by %s', async (_, files, roles, expected) => {
    const { cases, leftOut } = await grouped(files, roles);
    expect(Object.fromEntries(Object.entries(cases).map(([name, images]) => [name.replace(/^study \d+$/, 'study ?'), Object.keys(images)]))).toEqual(expected);
    expect(leftOut).toEqual([]);
  });

  it('are none where only a part of a word is the role', async () => {
    const { cases, leftOut } = await grouped(['case_t1ce.nii.gz', 'case_unflair.nii.gz', 'flaired.nii.gz'], ['t1', 'flair']);
    expect(cases).toEqual({});
    expect(leftOut).toHaveLength(3);
  });

  it('are in doubt where two of them have one role', async () => {
    const { cases, doubtful } = await grouped(['a/flair.nii.gz', 'a/t1.nii.gz', 'a/t1.nii'], ['flair', 't1']);
    expect(cases).toEqual({});
    expect(doubtful).toMatchObject([{ name: 'a', role: 't1', sources: [{ name: 't1' }, { name: 't1' }] }]);
  });

  it('of a DICOM study are told by the folders of its series, else by their descriptions', async () => {
    const slice = (study: string, series: string, description: string): Uint8Array => dicomSlice({ study, series, description });
    const { cases, leftOut } = await grouped([], ['flair', 't1 post'], {
      'p1/FLAIR/1.dcm': slice('1.1', '1.1.1', 'x'), 'p1/FLAIR/2.dcm': slice('1.1', '1.1.1', 'x'),
      'p1/T1 post/1.dcm': slice('1.1', '1.1.2', 'y'), 'p1/T1 post/2.dcm': slice('1.1', '1.1.2', 'y'),
      // Not called by its description, since folders name the others.
      'p1/localiser/1.dcm': slice('1.1', '1.1.3', 'AX FLAIR'), 'p1/localiser/2.dcm': slice('1.1', '1.1.3', 'AX FLAIR'),
      'p2/0001/1.dcm': slice('1.2', '1.2.1', 'AX FLAIR FS'), 'p2/0001/2.dcm': slice('1.2', '1.2.1', 'AX FLAIR FS'),
      'p2/0002/1.dcm': slice('1.2', '1.2.2', 'SAG T1 POST'), 'p2/0002/2.dcm': slice('1.2', '1.2.2', 'SAG T1 POST'),
      'p3/a.dcm': slice('1.3', '1.3.1', 'flair'), 'p3/b.dcm': slice('1.3', '1.3.2', 't1 post'), 'p3/c.dcm': slice('1.3', '1.3.1', 'flair'),
    });
    expect(cases).toEqual({
      p1: { flair: 'p1/FLAIR/1.dcm', 't1 post': 'p1/T1 post/1.dcm' },
      p2: { flair: 'p2/0001/1.dcm', 't1 post': 'p2/0002/1.dcm' },
      p3: { flair: 'p3/a.dcm', 't1 post': 'p3/b.dcm' },
    });
    expect(leftOut.map(({ name }) => name)).toEqual(['localiser']);
  });
});
