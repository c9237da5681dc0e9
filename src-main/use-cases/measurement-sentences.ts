/** What a person is told of measurements. */

export const measurementSentences = {
  wrongPoints: {
    en: 'This measurement cannot have {count} points, so it was not kept; draw it again.',
    'zh-CN': '此测量不能有 {count} 个点，因此未保存；请重新绘制。',
  },
} as const;
