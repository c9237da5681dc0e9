import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { usualSet, type QualitySet } from '../quality-set.ts';
import { leaveOnePatientOut } from '../splits.ts';

const folder = 'heart';

export const heart: QualitySet = {
  ...usualSet,
  name: 'heart',
  title: 'Left ventricle in DICOM, 4 patients, one left out at a time',
  about: `Sunnybrook cine MRI (Radau et al. 2009), the end-diastolic series of 4 patients as DICOM, 9 or 10 slices of 10 mm each, with label
volumes that were made from the experts' contours (the contours themselves are not read yet). Four trainings, each on 3 patients (none
validates) and judged on the fourth. Four patients say that it works, not how well.`,
  needs: [folder],
  minutes: 5,
  trainOptions: ['--validation', '0'],
  labelNames: { 1: 'cavity', 2: 'myocardium' },
  every: 'case',
  async images(data) {
    const labels = join(data, folder, 'labels');
    const series = (await readdir(join(data, folder, 'dicom'))).sort();
    return {
      labels,
      cases: series.map((name) => ({ name, patient: name, image: join(data, folder, 'dicom', name), reference: join(labels, `${name}_ED.nii.gz`) })),
    };
  },
  splits: ({ cases }) => leaveOnePatientOut(cases),
};
