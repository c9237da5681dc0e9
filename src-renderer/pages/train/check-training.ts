/** What can be said to be wrong with the choices of a training before the host is asked. */
import type { TrainingChoices } from '../../stores/training.ts';

export type WrongChoice = 'minutes' | 'epochs' | 'seed';

/** What stands in an unfinished field is no number, or none that counts. */
export function wrongChoices({ by, minutes, epochs, seed }: Pick<TrainingChoices, 'by' | WrongChoice>): WrongChoice[] {
  const wrong: WrongChoice[] = [];
  if (by === 'minutes' && !(Number.isFinite(minutes) && minutes > 0)) wrong.push('minutes');
  if (by === 'epochs' && !(Number.isInteger(epochs) && epochs >= 1)) wrong.push('epochs');
  if (!(Number.isInteger(seed) && seed >= 0)) wrong.push('seed');
  return wrong;
}
