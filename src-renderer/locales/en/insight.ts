/** What the model sees: maps above the picture, where it differs from the labels, and whether it can be believed. */
export const insight = {
  title: 'What the model sees',
  shows: 'Overlay',
  overlays: {
    none: 'None',
    difference: 'Difference from the labels',
  },
  difference: {
    drawn: 'Only drawn',
    predicted: 'Only predicted',
    other: 'Another label',
    voxels: '{kind}: {n} voxels',
    volume: '{kind}: {n} voxels, {ml} ml',
  },
} as const;
