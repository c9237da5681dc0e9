import { join } from 'node:path';
import { labelledImages } from '../labelled-images.ts';
import { usualSet, type QualitySet } from '../quality-set.ts';
import { everyNth } from '../splits.ts';

const folder = 'lung-nodule';

export const lungNodule: QualitySet = {
  ...usualSet,
  name: 'lung-nodule',
  title: 'Lung tumour in patches, patients unknown',
  about: `Medical Segmentation Decathlon Task06 (Simpson et al. 2019), CT resampled to 2 mm, 130 PNG patches of 48 × 48. Of the patches in the
order of their names every fifth judges (26), the other 104 teach (102 different ones: two are there twice), none validates. Whose they are is not known, so that **one patient's
patches may be on both sides and the figure may leak**: it says that such images import and train, and is too high for new patients.`,
  needs: [folder],
  minutes: 5,
  trainOptions: ['--validation', '0'],
  labelNames: { 1: 'tumour' },
  images: (data) => labelledImages(join(data, folder, 'images'), join(data, folder, 'labels'), null),
  splits: ({ cases }) => [everyNth('every-fifth-patch', cases, 5)],
};
