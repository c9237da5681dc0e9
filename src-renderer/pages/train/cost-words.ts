/** What a training takes, as short as it stands in a list. */
import { useWords } from '../../locales/use-words.ts';

/** From here on nobody counts minutes. */
const longMinutes = 120;

export function useCostWords() {
  const { t, amount } = useWords();
  return {
    durationOf: (minutes: number): string => {
      if (minutes < 1) return t('planning.underAMinute');
      if (minutes >= longMinutes) return t('planning.hours', { n: amount(minutes / 60, minutes < 10 * 60 ? 1 : 0) });
      return t('planning.minutes', { n: amount(minutes) });
    },
    memoryOf: (bytes: number): string => t('planning.gigabytes', { n: amount(bytes / 1e9, 1) }),
  };
}
