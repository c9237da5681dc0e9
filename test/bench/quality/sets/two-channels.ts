import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeThresholdMask } from '../threshold-mask.ts';
import { usualSet, type QualitySet } from '../quality-set.ts';

const folder = 'dicom-mr';

export const twoChannels: QualitySet = {
  ...usualSet,
  name: 'two-channels',
  title: 'Two images of one case as channels',
  about: `One patient (TCIA, CC BY 3.0), T1 post-contrast and FLAIR on the same tilted grid of 22 slices. The mask is the brightest 2 % of the
FLAIR's voxels, so that T1 alone cannot show it and T1 with FLAIR can. The same case teaches and is segmented: this says that two
images of a case reach the network as channels, and **claims nothing** of quality.`,
  needs: [folder],
  minutes: 3,
  importOptions: ['--modalities', 'T1post,FLAIR'],
  trainOptions: ['--validation', '0'],
  labelNames: { 1: 'bright in FLAIR' },
  async images(data, made) {
    const labels = join(made, 'labels');
    await mkdir(labels, { recursive: true });
    const [first, further] = ['T1post', 'FLAIR'].map((series) => join(data, folder, series));
    // A case of several series has the name of the folder that they lie in.
    const reference = join(labels, `${folder}.nii.gz`);
    await writeThresholdMask(further!, 0.98, reference);
    return { labels, cases: [{ name: folder, patient: 'PGBM-003', image: first!, further: [further!], reference }] };
  },
  splits: ({ cases }) => [{ id: 't1-and-flair', fit: cases.map(({ name }) => name), judge: cases.map(({ name }) => name) }],
  async examine({ model: { plan: { furtherInputs } } }) {
    const found = furtherInputs.map(({ role }) => role).join(', ');
    return [{ what: 'images that the network sees beside the first', expected: 'flair', found, holds: found === 'flair' }];
  },
};
