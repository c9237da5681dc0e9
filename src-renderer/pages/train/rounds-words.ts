/** How much more work a wanted Dice takes, in words. */
import type { Rounds } from '#shared/contract/loop.ts';
import type { RoundEffort } from '../../components/chart/rounds-points.ts';
import { useWords } from '../../locales/use-words.ts';

type EffortToGo = NonNullable<Rounds['effort']>['slices'];

export function useRoundsWords() {
  const { t, amount } = useWords();
  return {
    effortOf: (effort: EffortToGo, unit: RoundEffort): string => {
      switch (effort.outcome) {
        case 'cannot-be-told-yet': return t('rounds.notYet', { n: effort.rounds, fewest: effort.fewestRounds });
        case 'reached': return t('rounds.reached');
        case 'not-with-this-method': return t('rounds.notThisWay');
        case 'estimated': {
          const values = { more: amount(Math.round(effort.more)), low: amount(Math.round(effort.low)), level: amount(effort.level * 100) };
          if (effort.high === null) return t(unit === 'slices' ? 'rounds.moreSlicesAtLeast' : 'rounds.moreMinutesAtLeast', values);
          return t(unit === 'slices' ? 'rounds.moreSlices' : 'rounds.moreMinutes', { ...values, high: amount(Math.round(effort.high)) });
        }
      }
    },
  };
}
