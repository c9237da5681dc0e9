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
  trainOptions: ['--validation', '0'],
  labelNames: { 1: 'bright in FLAIR' },
  pending: 'a case has one image so far',
  async images(data, made) {
    const labels = join(made, 'labels');
    await mkdir(labels, { recursive: true });
    const reference = join(labels, 'T1post.nii.gz');
    await writeThresholdMask(join(data, folder, 'FLAIR'), 0.98, reference);
    return { labels, cases: [{ name: 'T1post', patient: 'PGBM-003', image: join(data, folder, 'T1post'), reference }] };
  },
  splits: ({ cases }) => [{ id: 't1-and-flair', fit: cases.map(({ name }) => name), judge: cases.map(({ name }) => name) }],
};
