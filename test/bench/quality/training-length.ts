/** How long a run trains. */
export type TrainingLength =
  | { readonly kind: 'minutes'; readonly minutes: number }
  | { readonly kind: 'epochs'; readonly epochs: number }
  /** A few steps: whether images import, train and are judged at all. Its figures mean nothing. */
  | { readonly kind: 'trial' };

/** Of the folder; runs of different lengths never share one. */
export function lengthName(length: TrainingLength): string {
  switch (length.kind) {
    case 'minutes': return `${length.minutes}-minutes`;
    case 'epochs': return `${length.epochs}-epochs`;
    case 'trial': return 'trial';
  }
}

/** As the command is written that repeats runs of a set. @param length null: the set's own minutes */
export function repeatingCommand(set: string, length: TrainingLength | null): string {
  const asked = ((): string => {
    switch (length?.kind) {
      case undefined: return '';
      case 'minutes': return ` --minutes ${length?.minutes}`;
      case 'epochs': return ` --epochs ${length?.epochs}`;
      case 'trial': return ' --trial';
    }
  })();
  return `npm run bench:quality -- --only ${set}${asked}`;
}

/** What of a plan makes a trial short. */
export const trialPlan = { epochs: 1, stepsPerEpoch: 2 } as const;

/** Options of `train`. @param planFile where `trialPlan` was written */
export function trainOptionsOf(length: TrainingLength, planFile: string): readonly string[] {
  switch (length.kind) {
    case 'minutes': return ['--minutes', String(length.minutes)];
    case 'epochs': return ['--epochs', String(length.epochs)];
    case 'trial': return ['--plan', planFile];
  }
}
