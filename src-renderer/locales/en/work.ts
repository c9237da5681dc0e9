/** The pages around the picture: project, train, export. */
export const work = {
  cases: { title: 'Cases' },
  train: { title: 'Train' },
  export: { title: 'Export' },
} as const;
