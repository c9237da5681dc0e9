/** The pages in the order in which work goes through them. */
export const pageNames = ['cases', 'annotate', 'train', 'review', 'readings', 'export'] as const;
export type PageName = (typeof pageNames)[number];
