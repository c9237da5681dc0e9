/** What a person reads of the weights that a training begins with, in both languages. */
export const firstWeightsSentences = {
  allTaken: {
    en: 'All {layers} layers of the network begin as the earlier model has them: {names}.',
    'zh-CN': '网络的全部 {layers} 层均沿用较早模型的权重作为起点：{names}。',
  },
  someTaken: {
    en: '{taken} of the network’s {layers} layers come from the earlier model: {names}. These are not alike there and start anew: {others}.',
    'zh-CN': '网络的 {layers} 层中有 {taken} 层取自较早的模型：{names}。以下各层在其中形状不同或不存在，将重新学习：{others}。',
  },
  nothingFits: {
    en: 'The model to start from has no layer in common with this network; start from another model, or from scratch.',
    'zh-CN': '作为起点的模型与此网络没有任何相同的层；请从其他模型开始，或从头训练。',
  },
} as const;
