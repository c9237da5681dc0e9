import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labelledImages } from '../labelled-images.ts';
import { usualSet, type QualitySet } from '../quality-set.ts';
import { fixedSplit } from '../splits.ts';

const folder = 'hippocampus';

export const hippocampus: QualitySet = {
  ...usualSet,
  name: 'hippocampus',
  title: 'Hippocampus, 156 cases to learn from, 39 others to judge',
  about: `Medical Segmentation Decathlon Task04 (Simpson et al. 2019, arXiv 1902.09063), T1 MRI of 1 mm. Who learns and who judges is
\`fit\` and \`judge\` of the data set's \`split.json\`. Everything of the training is at its default, which holds some of the 156 back to
validate. Both sides of a person may be two cases, and whose they are is not known: each case is taken for a patient.`,
  needs: [folder],
  minutes: 60,
  seeds: [0, 1, 2],
  labelNames: { 1: 'anterior', 2: 'posterior' },
  peers: [
    { name: 'plain 3D U-Net, PyTorch¹', labels: { 1: 0.879, 2: 0.869 }, foreground: 0.874 },
    { name: 'the same, prediction mirrored¹', labels: { 1: 0.884, 2: 0.871 }, foreground: 0.877 },
    { name: 'nnU-Net v2, five 3D models²', labels: { 1: 0.903, 2: 0.887 }, foreground: 0.895 },
  ],
  remarks: `To be reached: 0.880, and more than the plain network in equal minutes. ¹ The same split, two cores, one run of 6,000 steps in
47 minutes, the machine partly busy: filters 16–32–64–128, instance normalisation, leaky ReLU, Dice + cross-entropy, AdamW 2e-3 with
polynomial decay, batch 2 × 40 × 56 × 40, mirroring, turns ± 15°, scale ± 20 %, intensity jitter, noise. ² For orientation only: trained
on 195 cases and judged on 65 others (github.com/MIC-DKFZ/nnActive, full_data_results).`,
  images: (data) => labelledImages(join(data, folder, 'imagesTr'), join(data, folder, 'labelsTr'), null),
  async splits({ cases }, data) {
    const { fit, judge } = JSON.parse(await readFile(join(data, folder, 'split.json'), 'utf8')) as Record<'fit' | 'judge', readonly string[]>;
    const names = (files: readonly string[]): string[] => files.map((file) => file.replace(/\.nii\.gz$/, ''));
    return [fixedSplit('split-json', cases, names(fit), names(judge))];
  },
};
