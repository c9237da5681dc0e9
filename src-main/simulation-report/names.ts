/** What arms are called. */
import { strategyNames, type StrategyName } from '#shared/learning/selection/strategies.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { simulationReportSentences as texts, strategyTitles } from './simulation-report-sentences.ts';

export function armTitle({ strategy, warm, predicted }: { readonly strategy: string; readonly warm: boolean; readonly predicted: boolean }): Sentence {
  if (predicted) return texts.predicted;
  const known = strategyNames.find((name): name is StrategyName => name === strategy);
  const title = known === undefined ? { en: strategy, 'zh-CN': strategy } : strategyTitles[known];
  return warm ? fill(texts.warm, { strategy: title }) : title;
}

export function fullTitle({ timesTheSteps }: { readonly timesTheSteps: number }): Sentence {
  return timesTheSteps === 1 ? texts.full : fill(texts.longer, { times: timesTheSteps });
}
