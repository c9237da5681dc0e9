/** What a person reads with maps, explanations and predicted quality. */
export const explanationSentences = {
  noSlice: {
    en: 'The case {name} has the slices 0 to {last}; there is no slice {slice}.',
    'zh-CN': '病例 {name} 的切片为 0 至 {last}；没有切片 {slice}。',
  },
  noLayer: {
    en: 'The network of this model has no layer {layer}; choose one of {layers}.',
    'zh-CN': '此模型的网络没有层 {layer}；请从 {layers} 中选择。',
  },
  noLabel: {
    en: 'This model does not know the label {label}; choose one of {labels}.',
    'zh-CN': '此模型不认识标签 {label}；请从 {labels} 中选择。',
  },
  outside: {
    en: 'The place that is to be explained lies outside the image of {name}, or its last voxel comes before its first.',
    'zh-CN': '要解释的位置超出 {name} 的图像范围，或其末尾体素位于起始体素之前。',
  },
  nothingDrawn: {
    en: 'You have drawn nothing as {label} there; draw it, or explain what the model predicts.',
    'zh-CN': '您没有在那里绘制 {label}；请先绘制，或解释模型的预测。',
  },
  nothingThere: {
    en: 'Nothing is explained: the network calls no voxel there {label}.',
    'zh-CN': '没有可解释的内容：网络没有将那里的任何体素判为 {label}。',
  },
  nothingSpeaksForIt: {
    en: 'The map is empty: at this layer nothing raises the score of {label} there.',
    'zh-CN': '图为空：在此层没有任何内容提高 {label} 在那里的得分。',
  },
  tempered: {
    en: 'The probabilities are calibrated with the temperature {temperature}, which was fitted to validation patients.',
    'zh-CN': '概率已按温度 {temperature} 校准，该温度由验证患者拟合得到。',
  },
  untempered: {
    en: 'The probabilities are shown as the network gives them, uncalibrated.',
    'zh-CN': '概率按网络原样显示，未经校准。',
  },
  fewMasks: {
    en: 'The disagreement is that of {networks} networks that dropout makes of this one, which learnt with nothing left out: compare places with each other, not with another model.',
    'zh-CN': '分歧来自对此网络随机丢弃所得的 {networks} 个网络，而该网络学习时未使用随机丢弃：请在各处之间比较，不要与其他模型比较。',
  },
  noDisagreement: {
    en: 'How far networks disagree cannot be told: this model is a single network in which nothing can be left out; train one with dropout, or a cross-validation.',
    'zh-CN': '无法得知网络间的分歧：此模型只有一个网络，且其中没有可随机丢弃的部分；请训练带随机丢弃的模型，或进行交叉验证。',
  },
  onlySlice: {
    en: 'Only slice {slice} was computed; all other voxels of the file are 0.',
    'zh-CN': '仅计算了切片 {slice}；文件中其他体素均为 0。',
  },
  exists: {
    en: '{file} is there already; name another place, or replace it (--force).',
    'zh-CN': '{file} 已存在；请指定其他位置，或替换它（--force）。',
  },
  pictureOfSlice: {
    en: 'A picture shows one slice: name it (--slice), or write a volume to a file that ends in .nii.gz.',
    'zh-CN': '图片只能显示一个切片：请指定切片（--slice），或将体数据写入以 .nii.gz 结尾的文件。',
  },
  unknownEnding: {
    en: '{file} is neither a picture (.png) nor a volume (.nii, .nii.gz); give it one of these endings.',
    'zh-CN': '{file} 既不是图片（.png）也不是体数据（.nii、.nii.gz）；请使用其中一种后缀。',
  },
  expectedAlone: {
    en: 'The quality is what the model’s own probabilities promise: good for deciding where to look first, and no measurement.',
    'zh-CN': '质量由模型自身的概率推算：适合决定先看哪里，但不是测量结果。',
  },
  tooFewForInterval: {
    en: 'No intervals: they take nine validation patients, and {patients} judged this model; the order alone is told.',
    'zh-CN': '没有区间：需要九位验证患者，而评估此模型的只有 {patients} 位；仅给出顺序。',
  },
  judgedBySlabs: {
    en: 'No intervals: this model was judged on slices kept apart of the same patients who taught it, which says nothing of others; the order alone is told.',
    'zh-CN': '没有区间：评估此模型的是同一批训练患者中隔开的切片，无法说明其他患者；仅给出顺序。',
  },
  otherNetworks: {
    en: 'No intervals: the cases were read by several networks together, whose promises the validation did not test; the order alone is told.',
    'zh-CN': '没有区间：病例由多个网络共同读取，而验证并未检验其共同的推算；仅给出顺序。',
  },
} as const;
