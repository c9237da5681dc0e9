/**
 * Our side of a segmentation: an image file is read as for the command `segment`, handed on as the engine gets it,
 * predicted, and its mask written and read back. The network is there already.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { predictStack } from '#main/engine/prediction/predict-stack.ts';
import { loadStack, onOwnGrid } from '#main/engine/volumes/load-stack.ts';
import { readImage } from '#main/import/read-image.ts';
import { writeMask } from '#main/import/write-mask.ts';
import { bytesOf } from '#main/use-cases/import-images.ts';
import { learnerOf, nothing } from './learn-work.ts';
import type { Work } from './work.ts';

export function segmentAgain(work: Work): () => Promise<void> {
  const { plan, image: file } = work;
  if (plan === null || file === null) throw new RangeError('an image and a plan are needed');
  const learner = learnerOf(work);
  const [raw, output, mask] = [`${file}.raw`, `${file}.labels`, file.replace('volume', 'mask')];
  return async () => {
    const { volumes: [volume], header } = await readImage({ format: 'nifti', name: 'volume', files: [file] });
    if (volume === undefined) throw new Error(`${file} holds no volume`);
    const { voxelType, geometry, trust, slope, intercept } = volume;
    await writeFile(raw, bytesOf(volume));
    const stack = await loadStack(raw, { path: raw, sha256: '', voxelType, geometry, trust, slope, intercept, modality: 'mr' }, 'volume', plan, () => undefined);
    await writeFile(output, onOwnGrid(await predictStack([learner], stack, plan, nothing, () => undefined), stack));
    const labels = await readFile(output);
    const { verdict } = await writeMask(mask, { imageHeader: header, geometry, trust, labels, values: plan.outputs.map(({ value }) => value) });
    if (verdict !== 'identical') throw new Error('the mask is not what was meant');
    await Promise.all([raw, output].map((one) => rm(one)));
  };
}
