/** The simulations that the document tells of, and how each was asked for. */
import type { Simulated } from './section.ts';

export const simulations: readonly Simulated[] = [
  {
    name: 'hippocampus-2d',
    title: 'Hippocampus, over slices',
    about: `Medical Segmentation Decathlon Task04 (T1 MRI of 1 mm), \`split.json\`: a pool of 156 cases, judged by 39 others. The default 2D network
and plan. \`lamina simulate study --out trial --steps 800 --test split.json --strategies random,foreground-random,clasp-pe --seeds 5\`; the warm arm (\`--warm foreground-random\`) with the first two seeds alone;
\`--predicted\` adds the one that draws by predictions`,
  },
  {
    name: 'hippocampus-2d-confirmation',
    title: 'Hippocampus, over slices, with other seeds',
    about: `The same with seeds on which nothing was chosen: do they tell the same of the default? \`--strategies random,foreground-random --no-full --seeds 6-10\``,
  },
  {
    name: 'hippocampus-3d',
    title: 'Hippocampus, in volumes',
    about: `The same cases; the 3D network learns from complete slices alone, all others are ignored.
\`--network unet --budgets 2,5 --steps 2500 --strategies foreground-random --no-longer\``,
  },
  {
    name: 'brain-tumour',
    title: 'Glioblastoma, eight patients in four folds',
    about: `TCIA Brain-Tumor-Progression (post-contrast T1, two scans a patient, 5 to 10 of 24 slices hold tumour). Seed *k* is fold *k*: two patients
judge (01 and 02 in the first, 07 and 08 in the last), the six others are the pool. Eight patients tell little: intervals are wide. A small 2D network on
voxels of 2 mm as the files have it (the spacing is a placeholder), so that a fold takes minutes: \`--plan\` with filters 16–32–64–128, patch 96 × 96, batch 4;
\`--steps 400 --budgets 2,5,12 --no-full\``,
  },
  {
    name: 'sparse-phantoms',
    title: 'Synthetic: phantoms with few, small targets',
    about: `Made by \`lamina example --preset sparse\`, not real images: 36 scans, of which the first six judge. The default 2D network and plan,
\`--steps 400 --budgets 2,5,12 --no-full\``,
  },
  {
    name: 'heart-2d',
    title: 'Left ventricle in single slices',
    about: `Sunnybrook cine MRI as 526 single slices of 30 patients; every fifth patient judges, as in [results.md](results.md). Every slice holds the cavity, so a draw
cannot miss it. The same small network as for the glioblastoma, \`--steps 400 --budgets 2,5,12 --no-full\``,
  },
];
