/** Why probabilities are shown as a network gives them. */
export const calibrationSentences = {
  slabs: {
    en: 'The probabilities of this model are shown as its network gives them: what judged it are slabs of the patients that taught it, by which no temperature can be told. Label at least two patients more that it does not learn from.',
    'zh-CN': '此模型的概率按网络原样显示：评估它的是参与教学的患者的分段切层，无法据此确定温度。请再标注至少两位不参与学习的患者。',
  },
  tooFewPatients: {
    en: 'The probabilities of this model are shown as its network gives them: a temperature takes at least two validation patients in whom it takes a label for possible.',
    'zh-CN': '此模型的概率按网络原样显示：确定温度至少需要两位验证患者，且模型认为其中可能有标签。',
  },
  atLimit: {
    en: 'The probabilities of this model are shown as its network gives them: on its validation patients no temperature is the best one, because nearly all that it says there is right, or wrong.',
    'zh-CN': '此模型的概率按网络原样显示：在其验证患者上找不到最佳温度，因为它在那里的判断几乎全对或全错。',
  },
  ofMembers: {
    en: 'The reliability is that of the networks of this cross-validation, each by the patients that it did not learn from; their mean, which is shown, was judged by nobody, and has no temperature.',
    'zh-CN': '可靠性图来自此交叉验证的各个网络，分别由其未学习的患者评估；所显示的是它们的平均值，未经任何患者评估，因此没有温度。',
  },
} as const;
