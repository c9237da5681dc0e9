/** What a person reads while several trainings run, one after the other. */
export const crossValidationSentences = {
  fold: { en: 'fold {fold} of {folds}', 'zh-CN': '第 {fold}/{folds} 折' },
  foldAnd: { en: 'fold {fold} of {folds}, {note}', 'zh-CN': '第 {fold}/{folds} 折，{note}' },
} as const;
