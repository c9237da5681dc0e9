export const regionSentences = {
  tooFewSeeds: {
    en: 'There is nothing to grow yet: draw a little of at least two labels that are not locked (one of them may stand for everything else), then press Preview.',
    'zh-CN': '还没有可生长的种子：请先用至少两个未锁定的标签各画几笔（其中一个可代表其余部分），然后点击“预览”。',
  },
  noStart: {
    en: 'The contour has nowhere to begin: set a bubble at the crosshair, or let it begin from the label and draw some of it.',
    'zh-CN': '轮廓没有起点：请在十字线处添加一个气泡，或选择从标签开始并先画出一部分。',
  },
} as const;
