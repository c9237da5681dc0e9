/** What a model's figures are called, with their unit and how far they can be trusted. */
import type { ModelInfo } from '#shared/contract/training.ts';
import { useWords } from '../../locales/use-words.ts';

export type Judged = Pick<ModelInfo, 'validationDice' | 'validationKind' | 'validationPatients' | 'judged'>;

export function useModelWords() {
  const { t, counted, amount } = useWords();
  return {
    /** E.g. `Dice 0.873 (12 patients)`. */
    resultOf: ({ validationDice, validationKind, validationPatients, judged }: Judged): string => {
      const dice = validationDice === null ? '–' : amount(validationDice, 3);
      switch (validationKind) {
        case 'patients': return counted('train.dicePatients', judged?.patients ?? validationPatients.length, { dice });
        case 'slabs': return t('train.diceSlabs', { dice });
        case 'none': return t('train.diceNone');
      }
    },
  };
}
