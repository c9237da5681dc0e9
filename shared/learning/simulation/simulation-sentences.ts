/** What is wrong with a simulation that was asked for. */
export const simulationSentences = {
  budgetTooSmall: {
    en: '{percent} % of the {slices} slices of the pool is less than one slice; choose a larger budget.',
    'zh-CN': '样本池共有 {slices} 层，其 {percent} % 不足一层；请选择更大的预算。',
  },
  budgetsNotRising: {
    en: 'Of the {slices} slices of the pool, {percent} % is no more than the budget before it; each round needs a larger one.',
    'zh-CN': '样本池共有 {slices} 层，其 {percent} % 不多于前一个预算；每一轮需要更大的预算。',
  },
} as const;
