/** The simulations that the document tells of, and how each was asked for. */
import type { Simulated } from './section.ts';

export const simulations: readonly Simulated[] = [
  {
    name: 'hippocampus-2d',
    title: 'Hippocampus, over slices',
    about: `Medical Segmentation Decathlon Task04 (T1 MRI of 1 mm), \`split.json\`: a pool of 156 cases, judged by 39 others. The default 2D network
and plan. \`lamina simulate study --out trial --steps 800 --test split.json --strategies random,foreground-random,clasp-pe --seeds 5\``,
  },
  {
    name: 'hippocampus-3d',
    title: 'Hippocampus, in volumes',
    about: `The same cases; the 3D network learns from complete slices alone, all others are ignored. \`--network unet --budgets 2,5 --steps 1000\``,
  },
];
