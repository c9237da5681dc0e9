/** What a person reads of the model that a training starts from. Reasons complete `refused` and `notTaken`. */

export const startSentences = {
  refused: {
    en: 'This training cannot start from the model {model}: {reason} Start from another model, or from scratch.',
    'zh-CN': '此训练无法从模型 {model} 开始：{reason}请从其他模型开始，或从头训练。',
  },
  notTaken: {
    en: 'This training starts from scratch although its time is short, because the model {model} is no start for it: {reason}',
    'zh-CN': '尽管时间有限，此训练仍从头开始，因为模型 {model} 不适合作为起点：{reason}',
  },
  startsFrom: {
    en: 'This training starts from the model {model}, whose weights are shrunk and perturbed, because {minutes} minutes are fewer than the {whole} that learning from scratch would take; it keeps that model’s scale of grey values.',
    'zh-CN': '此训练从模型 {model} 开始（其权重经过收缩和扰动），因为 {minutes} 分钟少于从头学习所需的 {whole} 分钟；它沿用该模型的灰度尺度。',
  },
  seenBefore: {
    en: 'it, or a model that it came from, was taught with {patients} of the patients who are to judge, so the figures would look better than they are.',
    'zh-CN': '它或它所源自的模型曾用 {patients} 位待用于评估的患者训练过，评估结果会显得比实际更好。',
  },
  otherDimensions: {
    en: 'one of the two networks sees slices, the other volumes.',
    'zh-CN': '两个网络一个处理切片，另一个处理三维体积。',
  },
  otherNetwork: {
    en: 'its network is another one.',
    'zh-CN': '它的网络不同。',
  },
  otherModality: {
    en: 'it learnt from images of another kind.',
    'zh-CN': '它是用另一类图像学习的。',
  },
  otherInputs: {
    en: 'it sees another number of slices or channels at a time.',
    'zh-CN': '它每次看到的切片数或通道数不同。',
  },
  otherLabels: {
    en: 'it draws other labels.',
    'zh-CN': '它分割的标签不同。',
  },
  otherScale: {
    en: 'its scale of grey values would be kept, and it is not the one that the plan fixes.',
    'zh-CN': '将沿用它的灰度尺度，而这与计划中固定的不同。',
  },
  unknownPast: {
    en: 'what it was taught with can no longer be read.',
    'zh-CN': '它的训练数据记录已无法读取。',
  },
} as const;
