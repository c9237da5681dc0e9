/** Whether a model that was just trained is used from now on, and why, as lines on a terminal. */
import type { PromotionInfo } from '#shared/contract/promotion.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';

const texts = {
  inUse: { en: 'Model {id} is now in use.', 'zh-CN': '模型 {id} 现已启用。' },
  compared: {
    en: 'On {patients} validation patients it reaches a mean Dice of {later}; the model before reaches {earlier}.',
    'zh-CN': '在 {patients} 位验证患者上，其平均 Dice 为 {later}，之前的模型为 {earlier}。',
  },
  cannotTell: {
    en: 'It cannot be compared with the model before: fewer than {fewest} validation patients are fair to both.',
    'zh-CN': '无法与之前的模型比较：对两者都公平的验证患者少于 {fewest} 位。',
  },
  rough: { en: 'With so few patients that is a rough figure.', 'zh-CN': '患者人数很少，此数值仅为粗略估计。' },
  heldBack: {
    en: 'Model {id} is kept, but the one before stays in use: the new one is worse in {what} (by more than {margin} Dice, with a probability above {probability}).',
    'zh-CN': '模型 {id} 已保留，但仍使用之前的模型：新模型在{what}上更差（Dice 相差超过 {margin} 的概率大于 {probability}）。',
  },
  mean: { en: 'the mean', 'zh-CN': '平均值' },
  and: { en: '{one}, {other}', 'zh-CN': '{one}、{other}' },
} as const;

export function promotionLines({ id, active, promotion }: ModelInfo): readonly Sentence[] {
  if (promotion == null) return active ? [fill(texts.inUse, { id })] : [];
  return [...comparedLines(promotion), promotion.promoted ? fill(texts.inUse, { id }) : heldBackLine(id, promotion)];
}

function comparedLines({ because, mean, patients, rough, rule }: PromotionInfo): readonly Sentence[] {
  switch (because) {
    case 'no-earlier-model': return [];
    case 'cannot-tell': return [fill(texts.cannotTell, { fewest: rule.fewestPatients })];
    case 'not-shown-worse': case 'worse':
      return [
        ...mean === null ? [] : [fill(texts.compared, { patients, earlier: mean.earlier.toFixed(3), later: mean.later.toFixed(3) })],
        ...rough ? [texts.rough] : [],
      ];
  }
}

function heldBackLine(id: string, { worseIn, labels, rule }: PromotionInfo): Sentence {
  const names = worseIn.map((one): Sentence | string => (one === 'mean' ? texts.mean : labels.find(({ value }) => value === one)?.name ?? String(one)));
  const what = names.reduce((one, other) => fill(texts.and, { one, other }));
  return fill(texts.heldBack, { id, what, margin: rule.margin, probability: rule.probability });
}
