/** The words of the page with a simulation's curves, and of its picture. */
import type { StrategyName } from '#shared/learning/selection/strategies.ts';
import type { Sentence } from '#shared/text/sentence.ts';

export const strategyTitles: Readonly<Record<StrategyName, Sentence>> = {
  random: { en: 'random', 'zh-CN': '随机' },
  'foreground-random': { en: 'foreground-aware random (by the reference)', 'zh-CN': '前景感知随机（按参考标注）' },
  entropy: { en: 'predictive entropy', 'zh-CN': '预测熵' },
  bald: { en: 'BALD', 'zh-CN': 'BALD' },
  'power-bald': { en: 'PowerBALD', 'zh-CN': 'PowerBALD' },
  'clasp-pe': { en: 'class-stratified noised entropy', 'zh-CN': '按类别分层的加噪熵' },
  'core-set': { en: 'core-set', 'zh-CN': '核心集' },
  representative: { en: 'representative and uncertain', 'zh-CN': '代表性加不确定性' },
};

export const simulationReportSentences = {
  title: { en: 'Dice against slices, by an annotator who was replayed', 'zh-CN': '模拟标注：Dice 与切片数' },
  about: {
    en: '{network}, {steps} steps a training; pool of {cases} cases ({slices} slices), judged by {tests} others; seeds: {seeds}.',
    'zh-CN': '{network}，每次训练 {steps} 步；样本池 {cases} 个病例（{slices} 层），由另外 {tests} 个病例评估；种子：{seeds}。',
  },
  made: { en: 'Lamina {version}, {date}.', 'zh-CN': 'Lamina {version}，{date}。' },
  unfinished: { en: 'Not finished: {done} of {total} trainings are done.', 'zh-CN': '尚未完成：已完成 {total} 次训练中的 {done} 次。' },
  brokenOff: { en: 'Seed {seed}, {arm} ended at {percent} %: {why}', 'zh-CN': '种子 {seed}，{arm} 在 {percent} % 处终止：{why}' },
  warm: { en: '{strategy}, warm starts', 'zh-CN': '{strategy}，热启动' },
  predicted: { en: 'foreground-aware random (by predictions)', 'zh-CN': '前景感知随机（按预测）' },
  full: { en: 'all slices', 'zh-CN': '全部切片' },
  longer: { en: 'all slices, {times} × the steps', 'zh-CN': '全部切片，{times} 倍步数' },
  share: { en: '95 % of all slices', 'zh-CN': '全部切片的 95 %' },
  axis: { en: 'slices shown, percent of the pool (logarithmic)', 'zh-CN': '已显示切片占样本池的百分比（对数）' },
  dice: { en: 'mean Dice of the labels, test cases', 'zh-CN': '各标签平均 Dice（测试病例）' },
  curves: { en: 'Curves', 'zh-CN': '曲线' },
  curvesNote: { en: 'Mean over seeds; bars are 95 % intervals (Student’s t) over seeds.', 'zh-CN': '各种子的平均值；误差线为各种子间的 95 % 区间（t 分布）。' },
  figures: { en: 'Mean Dice at each budget', 'zh-CN': '各预算下的平均 Dice' },
  figuresNote: {
    en: 'Mean over seeds ± half of the interval; below it as a share of all slices with as many steps, and with more.',
    'zh-CN': '各种子平均值 ± 区间半宽；下方为相对于全部切片（相同步数；更多步数）的比例。',
  },
  arm: { en: 'Slices chosen by', 'zh-CN': '切片选择方式' },
  budget: { en: '{percent} % ({slices})', 'zh-CN': '{percent} %（{slices} 层）' },
  area: { en: 'Area', 'zh-CN': '曲线下面积' },
  comparisons: { en: 'Differences of the areas', 'zh-CN': '曲线下面积之差' },
  comparisonsNote: {
    en: 'Area under Dice over the logarithm of the budget, divided by its range: a mean Dice. Differences are taken seed by seed; an interval that holds 0 tells of no difference.',
    'zh-CN': 'Dice 对预算对数的曲线下面积除以其范围，即平均 Dice。逐种子取差；区间包含 0 表示没有可分辨的差异。',
  },
  difference: { en: 'Difference', 'zh-CN': '差值' },
  interval: { en: '95 % interval', 'zh-CN': '95 % 区间' },
  seeds: { en: 'Seeds', 'zh-CN': '种子数' },
  less: { en: '{first} less {second}', 'zh-CN': '{first} 减 {second}' },
  toMind: { en: 'To bear in mind', 'zh-CN': '注意事项' },
  budgetNote: {
    en: 'A budget counts every slice that was shown, also those with nothing on them; no slice validates. All ways of a seed share their first round, first weights and steps.',
    'zh-CN': '预算计入所有显示过的切片，包括空白切片；没有切片用于验证。同一种子的所有方式共用第一轮、初始权重和步数。',
  },
  referenceNote: {
    en: 'Foreground-aware random draws by what the reference shows, which nobody knows in a project: there it draws by what a model predicts.',
    'zh-CN': '前景感知随机按参考标注抽取，而实际项目中无人知晓参考标注：届时按模型预测抽取。',
  },
  warmNote: { en: 'A warm start goes on from the weights of the round before, shrunk and perturbed, for as many steps.', 'zh-CN': '热启动从上一轮的权重（经收缩和扰动）继续训练相同步数。' },
  oneSeed: { en: 'One seed alone tells nothing of chance: there are no intervals.', 'zh-CN': '单个种子无法反映随机性：没有区间。' },
} as const;
