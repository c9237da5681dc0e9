/** How a model came out, and how good it is label by label, as lines on a terminal. */
import type { FigureSummary } from '#shared/contract/evaluation.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import type { MeasureName } from '#shared/learning/evaluation/measure-case.ts';
import { showMeasure } from '#shared/learning/evaluation/measure-sentences.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';

const texts = {
  dice: { en: 'Validation Dice of {label}: {dice} (patients: {patients})', 'zh-CN': '{label} 的验证 Dice：{dice}（{patients} 位患者）' },
  slabDice: { en: 'Validation Dice of {label}: {dice} (of slices kept apart, not from separate patients)', 'zh-CN': '{label} 的验证 Dice：{dice}（来自隔开的切片，而非独立的患者）' },
  measured: { en: 'Validation Dice of {label}: {dice}, HD95 {hd95} (patients: {patients}, cases: {n})', 'zh-CN': '{label} 的验证 Dice：{dice}，HD95 {hd95}（{patients} 位患者，{n} 个病例）' },
  tested: { en: 'Test Dice of {label}: {dice} (patients: {patients}, cases: {n}; nothing of the model depends on them)', 'zh-CN': '{label} 的测试 Dice：{dice}（{patients} 位患者，{n} 个病例；模型的任何部分都不依赖于它们）' },
  endedEarly: { en: 'It ended early, after {steps} of {planned} planned steps.', 'zh-CN': '它提前结束，完成了计划 {planned} 步中的 {steps} 步。' },
  members: { en: 'It is the mean of {members} networks, each judged by patients whom it had not seen.', 'zh-CN': '它是 {members} 个网络的平均，每个网络都由其未见过的患者评估。' },
  mm: { en: '{value} mm', 'zh-CN': '{value} mm' },
  voxels: { en: '{value} voxels', 'zh-CN': '{value} 体素' },
} as const;

/** What it consists of, what its validation measured, and what its test set did. */
export function judgedLines(model: ModelInfo): readonly Sentence[] {
  return [
    ...(model.members > 1 ? [fill(texts.members, { members: model.members })] : []),
    ...validatedLines(model),
    ...testedLines(model),
  ];
}

/** A line where it learnt less than was fixed before its first step. */
export function endedEarlyLines({ steps, plannedSteps }: Pick<ModelInfo, 'steps' | 'plannedSteps'>): readonly Sentence[] {
  return plannedSteps != null && steps < plannedSteps ? [fill(texts.endedEarly, { steps, planned: plannedSteps })] : [];
}

function testedLines({ tested }: ModelInfo): readonly Sentence[] {
  return tested == null ? [] : tested.labels.map(({ name, figures: { dice } }) =>
    fill(texts.tested, { label: name, dice: meanAndSpread('dice', dice, 'mm'), patients: tested.patients, n: dice.n }));
}

function validatedLines(model: ModelInfo): readonly Sentence[] {
  const { validationKind, validationPatients, judged } = model;
  const labels = judged?.labels ?? model.validationDicePerLabel.map(({ name, dice }) => ({ name, figures: null, dice }));
  return labels.map((label) => {
    const [name, dice] = [label.name, label.figures === null ? label.dice?.toFixed(3) ?? '–' : meanAndSpread('dice', label.figures.dice, 'mm')];
    switch (validationKind) {
      case 'none': return null;
      case 'slabs': return fill(texts.slabDice, { label: name, dice });
      case 'patients': {
        const hd95 = label.figures?.hd95 ?? null;
        if (label.figures === null || judged === null || hd95?.mean == null) return fill(texts.dice, { label: name, dice, patients: judged?.patients ?? validationPatients.length });
        const distance = fill(texts[judged.unit], { value: meanAndSpread('hd95', hd95, judged.unit) });
        return measuredLine(distance, { label: name, dice, patients: judged.patients, n: label.figures.dice.n });
      }
    }
  }).filter((line) => line !== null);
}

function measuredLine(hd95: Sentence, values: { readonly label: string; readonly dice: string; readonly patients: number; readonly n: number }): Sentence {
  const put = (locale: 'en' | 'zh-CN'): string => fill(texts.measured, { ...values, hd95: hd95[locale] })[locale];
  return { en: put('en'), 'zh-CN': put('zh-CN') };
}

/** E.g. `0.873 ± 0.021`; of one case alone the value. */
function meanAndSpread(name: MeasureName, { mean, sd }: FigureSummary, unit: 'mm' | 'voxels'): string {
  return sd === null ? showMeasure(name, mean, unit) : `${showMeasure(name, mean, unit)} ± ${showMeasure(name, sd, unit)}`;
}
