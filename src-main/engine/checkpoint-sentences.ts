/** What a person reads of checkpoints, in both languages. */
export const checkpointSentences = {
  damaged: {
    en: 'The training in {folder} cannot go on, because what it kept is damaged or incomplete ({reason}); start it anew.',
    'zh-CN': '{folder} 中的训练无法继续，因为其保存的内容已损坏或不完整（{reason}）；请重新开始训练。',
  },
} as const;
