import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { evaluation } from '#shared/contract/evaluation.ts';
import { modelInfo, segmentReport } from '#shared/contract/training.ts';
import { placeForTest } from '../src-main/cli/lamina.ts';
import { ball, niftiBytes, writeBalls } from '../src-main/tiny-nifti.ts';

it('a person imports labelled scans, trains, segments new ones, exports and evaluates, from the command line alone', async () => {
  const place = placeForTest();
  const { lamina } = place;
  const at = (...parts: string[]): string => path.join(place.folder, ...parts);
  const project = at('project');
  const { images, labels } = writeBalls(at('data'), 6);
  const unseen = writeBalls(at('unseen'), 9);
  const judged = [7, 8, 9].map((n) => path.join(unseen.images, `scan-${n}.nii.gz`));
  const references = [7, 8, 9].map((n) => path.join(unseen.labels, `scan-${n}.nii.gz`));

  expect((await lamina('init', project)).code).toBe(0);
  expect((await lamina('import', project, images, '--labels', labels, '--modality', 'mr')).code).toBe(0);

  writeFileSync(at('plan.json'), JSON.stringify({ network: { name: 'unet-2d', filters: [8, 16] }, patch: [16, 16], batch: 8, microBatch: 8, stepsPerEpoch: 40 }));
  const trained = await lamina('train', project, '--epochs', '5', '--seed', '3', '--validation', '2', '--plan', at('plan.json'), '--json');
  expect(trained.stderr).toContain('Epoch 5 of 5');
  const model = modelInfo.parse(trained.json);
  expect(model).toMatchObject({ steps: 200, plan: { seed: 3 }, active: true });
  expect(model.validationPatients).toHaveLength(2);
  expect(model.computedWith).toMatch(/^TensorFlow \d+\.\d+\.\d+, (native|JavaScript), (CPU|GPU)$/);

  const segmented = segmentReport.parse((await lamina('segment', project, ...judged, '--out', at('masks'), '--json')).json);
  expect(segmented.refused).toEqual([]);
  expect(segmented.written.map(({ mask }) => mask)).toEqual([7, 8, 9].map((n) => at('masks', `scan-${n}.nii.gz`)));

  // A ball that is three times as bright as all around it: a network that learns at all finds it.
  const scores: number[] = [];
  for (const [place_, reference] of references.entries()) {
    const result = evaluation.parse((await lamina('evaluate', segmented.written[place_]!.mask, reference, '--json')).json);
    scores.push(result.mean['foreground']!.dice!);
  }
  expect(scores.reduce((sum, dice) => sum + dice, 0) / scores.length).toBeGreaterThan(0.9);

  expect((await lamina('export', project, '--out', at('exported'))).code).toBe(0);
  for (let n = 1; n <= 6; n += 1) {
    const mask = gunzipSync(readFileSync(at('exported', `scan-${n}.nii.gz`)));
    expect(new Uint8Array(mask.subarray(mask.readFloatLE(108)))).toEqual(niftiBytes(ball(n).label).subarray(352));
  }
  expect((await lamina('export', project, '--out', at('exported'))).code).toBe(1);
  expect((await lamina('export', project, '--out', at('exported'), '--force')).code).toBe(0);
}, 180_000);
