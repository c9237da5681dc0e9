/** What a person reads of the threads that draw patches, in both languages. */
export const patchSentences = {
  drawingFailed: {
    en: 'The patches of this training could not be drawn any more ({reason}); start the training again.',
    'zh-CN': '无法继续为本次训练提取图像块（{reason}）；请重新开始训练。',
  },
} as const;
