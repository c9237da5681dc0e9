export const annotate = { empty: 'Import images first.' } as const;
