/** All sets, in the order in which they are run and written about: what is long comes last. */
import type { QualitySet } from '../quality-set.ts';
import { brainTumour } from './brain-tumour.ts';
import { heart } from './heart.ts';
import { heart2d } from './heart-2d.ts';
import { hippocampus } from './hippocampus.ts';
import { hounsfield } from './hounsfield.ts';
import { lungNodule } from './lung-nodule.ts';
import { organs } from './organs.ts';
import { twoChannels } from './two-channels.ts';

export const allSets: readonly QualitySet[] = [hounsfield, organs, twoChannels, lungNodule, heart, heart2d, brainTumour, hippocampus];
