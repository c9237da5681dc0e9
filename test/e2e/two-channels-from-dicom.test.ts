import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { importReport, type CaseInfo } from '#shared/contract/cases.ts';
import { evaluation } from '#shared/contract/evaluation.ts';
import { modelInfo, segmentReport } from '#shared/contract/training.ts';
import { findImages } from '#main/import/find-images.ts';
import { readImage } from '#main/import/read-image.ts';
import { writeMask } from '#main/import/write-mask.ts';
import { placeForTest } from '../src-main/cli/lamina.ts';
import { dataIsThere, dataNote, dataPath } from '../src-main/import/shared-data.ts';

const study = dataPath('dicom-mr');

/** What is bright on FLAIR: nothing that anybody drew, but something that the other image alone does not say. */
async function brightOnFlair(file: string): Promise<number> {
  const { sources } = await findImages([path.join(study, 'FLAIR')]);
  const image = await readImage(sources[0]!);
  const { voxels, geometry, trust } = image.volumes[0]!;
  const threshold = Float64Array.from(voxels).sort()[Math.floor(0.97 * voxels.length)]!;
  const labels = Uint8Array.from(voxels as Int16Array, (value) => (value > threshold ? 1 : 0));
  mkdirSync(path.dirname(file), { recursive: true });
  const { verdict } = await writeMask(file, { imageHeader: image.header, geometry, trust, labels, values: [1] });
  expect(verdict).toBe('identical');
  return labels.reduce((sum, label) => sum + label, 0);
}

it.skipIf(!dataIsThere)(`the two series of an MR study are one case, teach a network together and are segmented together${dataNote}`, async () => {
  const place = placeForTest();
  const { lamina } = place;
  const at = (...parts: string[]): string => path.join(place.folder, ...parts);
  const project = at('project');
  expect(await brightOnFlair(at('labels', 'bright.nii.gz'))).toBeGreaterThan(10_000);

  await lamina('init', project);
  expect(await lamina('import', project, study, '--modalities', 't1post')).toMatchObject({ code: 2, stderr: expect.stringContaining('at least two names') as string });
  const imported = await lamina('import', project, study, '--modalities', 't1post,flair', '--labels', at('labels', 'bright.nii.gz'), '--json');
  expect(imported.code).toBe(0);
  expect(importReport.parse(imported.json)).toMatchObject({ refused: [], imported: [{ name: 'dicom-mr', patient: 'PGBM-003', modality: 'mr', slices: 22, completeSlices: 22 }] });
  const { cases } = (await lamina('list', project, '--json')).json as { cases: CaseInfo[] };
  expect(cases.map(({ images }) => images.map(({ role }) => role))).toEqual([['t1post', 'flair']]);

  writeFileSync(at('plan.json'), JSON.stringify({ network: { name: 'unet-2d', filters: [4, 8] }, patch: [64, 64], batch: 4, microBatch: 4, stepsPerEpoch: 10, targetSpacingMm: [2.75, 2.75, null] }));
  const trained = await lamina('train', project, '--epochs', '2', '--seed', '1', '--plan', at('plan.json'), '--json');
  expect(trained).toMatchObject({ code: 0 });
  const model = modelInfo.parse(trained.json);
  expect(model).toMatchObject({ steps: 20, validationKind: 'slabs', plan: { furtherInputs: [{ role: 'flair', modality: 'mr', normalisation: { kind: 'z-score' } }] } });
  expect(Number.isFinite(model.finalLoss)).toBe(true);
  // Three neighbouring slices of each of the two images.
  expect(model.parameters).toBeGreaterThan(6 * 9 * 4);

  const segmented = await lamina('segment', project, study, '--out', at('masks'), '--json');
  expect(segmentReport.parse(segmented.json)).toMatchObject({ refused: [], written: [{ mask: at('masks', 'dicom-mr.nii.gz') }] });
  // On the grid of the study: else it could not be compared with a mask of the other series.
  const judged = evaluation.parse((await lamina('evaluate', at('masks', 'dicom-mr.nii.gz'), at('labels', 'bright.nii.gz'), '--json')).json);
  expect(judged.cases).toHaveLength(1);
  expect(judged.mean['foreground']?.dice).toBeGreaterThanOrEqual(0);

  const half = await lamina('segment', project, path.join(study, 'T1post'), '--out', at('half'));
  expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining('the image flair is missing') as string });
}, 300_000);
