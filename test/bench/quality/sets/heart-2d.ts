import { join } from 'node:path';
import { labelledImages } from '../labelled-images.ts';
import { usualSet, type QualitySet } from '../quality-set.ts';
import { everyNth } from '../splits.ts';

const folder = 'heart-2d';
const patientPattern = '^([^_]+)_';

export const heart2d: QualitySet = {
  ...usualSet,
  name: 'heart-2d',
  title: 'Left ventricle in single slices, 24 patients to learn from, 6 others to judge',
  about: `Sunnybrook cine MRI (Radau et al. 2009) as 526 PNG slices of 30 patients, the left ventricle's cavity. Of the patients in the
order of their names every fifth judges (the 5th, 10th, … 30th), the other 24 teach, none validates. Every slice holds the cavity, so
that nothing here says how often it would be invented. The files have no spacing: no distances in mm.`,
  needs: [folder],
  minutes: 15,
  patientPattern,
  trainOptions: ['--validation', '0'],
  labelNames: { 1: 'cavity' },
  every: 'patient',
  images: (data) => labelledImages(join(data, folder, 'images'), join(data, folder, 'labels'), patientPattern),
  splits: ({ cases }) => [everyNth('every-fifth-patient', cases, 5)],
};
