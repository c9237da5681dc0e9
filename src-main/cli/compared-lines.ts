/** Two models beside each other, as lines on a terminal. */
import type { ComparedOn, ModelComparison } from '#shared/contract/models.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { textTable } from './text-table.ts';

const texts = {
  on: {
    validation: { en: 'Validation: patients {patients}, cases {cases}.', 'zh-CN': '验证：{patients} 位患者，{cases} 个病例。' },
    test: { en: 'Test set: patients {patients}, cases {cases}.', 'zh-CN': '测试集：{patients} 位患者，{cases} 个病例。' },
  },
  bySlabs: {
    en: 'These are slices kept apart of patients who also taught, not separate patients: expect less on new ones.',
    'zh-CN': '这些是同时参与训练的患者中隔开的切片，而非独立的患者：在新患者上预计更低。',
  },
  nobody: { en: 'No case judged both against the same labels.', 'zh-CN': '没有以相同标签评估过两个模型的病例。' },
  leftOut: {
    en: 'Left out: judged only by the first {first}, only by the second {second}, against other labels {other}.',
    'zh-CN': '未计入：仅评估过第一个的 {first} 个，仅第二个的 {second} 个，标签不同的 {other} 个。',
  },
  labelsOfOne: { en: 'Labels that only one of them knows: {values}.', 'zh-CN': '仅其中一个认识的标签：{values}。' },
  label: { en: 'Label', 'zh-CN': '标签' },
  case: { en: 'Case', 'zh-CN': '病例' },
  first: { en: 'First', 'zh-CN': '第一个' },
  second: { en: 'Second', 'zh-CN': '第二个' },
  difference: { en: 'Difference', 'zh-CN': '差值' },
  interval: { en: '95 % interval', 'zh-CN': '95 % 区间' },
  mean: { en: 'mean', 'zh-CN': '平均' },
  pair: { en: '{first} → {second}', 'zh-CN': '{first} → {second}' },
} as const;

export function comparisonLines({ on, labelsOfOne }: ModelComparison, first: string, second: string, words: (sentence: Sentence) => string): string[] {
  const told = on.filter(({ cases, leftOut }) => cases.length + leftOut.firstAlone + leftOut.secondAlone + leftOut.otherReference > 0);
  return [
    words(fill(texts.pair, { first, second })),
    ...told.length === 0 ? [words(texts.nobody)] : told.flatMap((one) => linesOn(one, words)),
    ...labelsOfOne.length === 0 ? [] : [words(fill(texts.labelsOfOne, { values: labelsOfOne.join(', ') }))],
  ];
}

function linesOn({ judgedBy, bySlabs, patients, cases, mean, labels, leftOut }: ComparedOn, words: (sentence: Sentence) => string): string[] {
  const { firstAlone, secondAlone, otherReference } = leftOut;
  const rows = [...labels, { name: words(texts.mean), compared: mean }].map(({ name, compared }) => (compared === null ? [name, '–', '–', '–', '–'] : [
    name, shown(compared.first), shown(compared.second), signed(compared.difference), `${signed(compared.interval.low)} … ${signed(compared.interval.high)}`,
  ]));
  const left = firstAlone + secondAlone + otherReference === 0 ? [] : [words(fill(texts.leftOut, { first: firstAlone, second: secondAlone, other: otherReference }))];
  if (cases.length === 0) return [words(fill(texts.on[judgedBy], { patients, cases: 0 })), words(texts.nobody), ...left];
  return [
    words(fill(texts.on[judgedBy], { patients, cases: cases.length })),
    ...bySlabs ? [words(texts.bySlabs)] : [],
    ...textTable([texts.label, texts.first, texts.second, texts.difference, texts.interval].map(words), rows),
    ...textTable([texts.case, texts.first, texts.second, texts.difference].map(words), cases.map((one) => [
      one.name, shown(one.first), shown(one.second), one.first === null || one.second === null ? '–' : signed(one.second - one.first),
    ])),
    ...left,
  ];
}

function shown(dice: number | null): string {
  return dice === null ? '–' : dice.toFixed(3);
}

/** With its sign, and never “-0.000”. */
function signed(difference: number): string {
  const text = difference.toFixed(3);
  return Number(text) === 0 ? '0.000' : difference > 0 ? `+${text}` : text.replace('-', '−');
}
