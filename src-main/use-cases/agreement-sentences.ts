/** What people are told about readings that are compared. */

export const agreementSentences = {
  tooFew: {
    en: 'The case “{name}” has no two readings to compare: at least two people must have completed slices of it, and second readings be finished.',
    'zh-CN': '病例“{name}”没有可供比较的两次阅片：至少须有两人完成其切片，且第二次阅片已结束。',
  },
  nothingInCommon: {
    en: 'No slice of the case “{name}” was completed by all of {readers}; let them complete the same slices, or compare fewer readers.',
    'zh-CN': '病例“{name}”没有一张切片由 {readers} 全部完成；请让他们完成相同的切片，或减少比较的阅片者。',
  },
  noConsensus: {
    en: 'The case “{name}” has no consensus yet; make one of its readings first.',
    'zh-CN': '病例“{name}”尚无共识；请先用其阅片结果生成一个。',
  },
} as const;
