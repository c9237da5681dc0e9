/** What a person reads of patients who are set aside, and of folds. */

export const splitSentences = {
  tooFewForTestSet: {
    en: 'This project has {patients} patients; a test set needs at least {fewest}, because with fewer every patient is needed to learn from, and a figure of so few says little. Import more patients first, or cross-validate.',
    'zh-CN': '此项目有 {patients} 位患者；测试集至少需要 {fewest} 位，因为人数更少时每位患者都要用于学习，而且极少数患者的结果说明不了什么。请先导入更多患者，或进行交叉验证。',
  },
  testSetTooLarge: {
    en: 'A test set of {asked} of {patients} patients would leave too few to learn from; ask for at most {most}.',
    'zh-CN': '从 {patients} 位患者中取 {asked} 位作为测试集，剩下用于学习的患者太少；请最多要求 {most} 位。',
  },
  tooFewForFolds: {
    en: 'Only {patients} patients have complete slices, fewer than the {folds} folds that were asked for; each fold needs at least one patient.',
    'zh-CN': '只有 {patients} 位患者有已完成的切片，少于所要求的 {folds} 折；每折至少需要一位患者。',
  },
} as const;
