/** `train --repeat`: a training once more, and whether it went the same way. */
import type { RepeatReport } from '#shared/contract/models.ts';
import type { ModelId } from '#shared/contract/ids.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import type { Client } from './connect.ts';
import { followJob } from './follow-job.ts';
import type { Line, Outcome } from './line.ts';

const texts = {
  same: { en: 'The losses of all {epochs} epochs are the same, to the last bit.', 'zh-CN': '全部 {epochs} 轮的损失逐位相同。' },
  sameWeights: { en: 'So are all the weights.', 'zh-CN': '所有权重也逐位相同。' },
  otherWeights: { en: 'The weights are not those of the model: its file was changed, or the last steps went another way.', 'zh-CN': '权重与模型不同：其文件被更改，或最后几步不同。' },
  differs: {
    en: 'The losses first differ in epoch {epoch}: {then} then, {now} now; the largest difference is {largest}.',
    'zh-CN': '损失首先在第 {epoch} 轮不同：当初 {then}，现在 {now}；最大差值为 {largest}。',
  },
  none: { en: 'No loss could be compared.', 'zh-CN': '没有可比较的损失。' },
  notSame: { en: 'The training did not go the same way again.', 'zh-CN': '重复训练的结果不同。' },
} as const;

export async function repeatTraining(client: Client, id: ModelId, line: Line, onEvent: (event: unknown) => void): Promise<Outcome> {
  const report = await followJob<RepeatReport>(() => client.models.repeat({ id }), { client, ...line, onEvent });
  return { value: report, text: linesOf(report).map(line.words), failure: report.same ? null : texts.notSame };
}

function linesOf({ epochs, firstDifference, largest, weights, notes }: RepeatReport): Sentence[] {
  const losses = firstDifference !== null ? fill(texts.differs, { ...firstDifference, largest: largest.toPrecision(3) }) : epochs === 0 ? texts.none : fill(texts.same, { epochs });
  const ofWeights = weights === null ? [] : weights ? (firstDifference === null ? [texts.sameWeights] : []) : [texts.otherWeights];
  return [losses, ...ofWeights, ...notes];
}
