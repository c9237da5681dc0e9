import { join } from 'node:path';
import { labelledImages } from '../labelled-images.ts';
import { usualSet, type QualitySet } from '../quality-set.ts';
import { leaveOnePatientOut } from '../splits.ts';

const folder = 'brain-tumour';
const patientPattern = '^BTP_(\\d+)_';

export const brainTumour: QualitySet = {
  ...usualSet,
  name: 'brain-tumour',
  title: 'Glioblastoma, 8 patients, one left out at a time',
  about: `TCIA Brain-Tumor-Progression (Schmainda and Prah 2018, doi 10.7937/K9/TCIA.2018.15quzvnb), post-contrast T1, two scans of each
of 8 patients. Eight trainings, each on 7 patients (14 scans, none validates) and judged on the two scans of the eighth. The spacing in
the files is a placeholder: no distances in mm. These are **8 patients**: one more or less moves the mean by several hundredths, and no
published figure of hundreds of patients can be set beside it.`,
  needs: [folder],
  minutes: 5,
  patientPattern,
  importOptions: ['--spacing-unknown'],
  trainOptions: ['--validation', '0'],
  evaluateOptions: ['--in-voxels'],
  labelNames: { 1: 'tumour' },
  every: 'case',
  images: (data) => labelledImages(join(data, folder, 'imagesTr'), join(data, folder, 'labelsTr'), patientPattern),
  splits: ({ cases }) => leaveOnePatientOut(cases),
};
