/** The limits on a model card. */

export const limitSentences = {
  labels: { en: 'It knows no labels but these: {labels}. Anything else is background to it, or is taken for one of them.', 'zh-CN': '它只认识以下标签：{labels}。其他结构会被当作背景或误认为其中之一。' },
  images: {
    en: 'It was taught with {modality} images of {within} mm within slices and {between} mm between them; nothing is known of how it does on others.',
    'zh-CN': '它用层内间距 {within} mm、层间间距 {between} mm 的 {modality} 图像训练；在其他图像上的表现未知。',
  },
  modalityAlone: { en: 'It was taught with {modality} images; nothing is known of how it does on others.', 'zh-CN': '它用 {modality} 图像训练；在其他图像上的表现未知。' },
  patients: { en: 'Patients who taught it: {patients}. Who differs from them may be segmented worse than the figures say.', 'zh-CN': '参与训练的患者：{patients} 位。与他们不同的人，分割效果可能低于所列指标。' },
  fewPatients: { en: 'Only few patients taught it ({patients}); on others it may do much worse.', 'zh-CN': '参与训练的患者很少（{patients} 位）；在其他患者上效果可能差得多。' },
  unreviewed: { en: 'Slices that taught it and were confirmed by their annotator alone: {slices}.', 'zh-CN': '仅由标注者本人确认的训练切片：{slices} 层。' },
  someSlices: { en: 'Of its cases only some slices were labelled; it learnt nothing from the others.', 'zh-CN': '其病例中只有部分切片有标注；其余切片没有参与训练。' },
  slabs: { en: 'Its figures are not from separate patients, and will be lower on new ones.', 'zh-CN': '其指标不是来自独立的患者，在新患者上会更低。' },
  unjudged: { en: 'How good it is was never measured.', 'zh-CN': '从未评估过它的质量。' },
  fewJudges: { en: 'Few judged it (patients: {patients}, slices: {slices}); its figures are rough.', 'zh-CN': '参与验证的数据很少（{patients} 位患者，{slices} 层切片）；指标较粗略。' },
  validationChose: { en: 'Models are chosen by their validation, so its figures flatter.', 'zh-CN': '模型是根据验证结果选择的，因此验证指标偏高。' },
  untested: { en: 'There are no figures of patients who were set aside to test it.', 'zh-CN': '没有专门留出用于测试的患者的指标。' },
  fewTested: { en: 'The test set is too small to tell (patients: {patients}, slices: {slices}).', 'zh-CN': '测试集太小，无法判断（{patients} 位患者，{slices} 层切片）。' },
  unseenLabels: { en: 'Labels that no judging case held: {labels}; nothing is known of how well they are found.', 'zh-CN': '评估病例中没有出现的标签：{labels}；其分割质量未知。' },
  otherPlaces: { en: 'Whether it does as well on images of other scanners and hospitals was not measured here.', 'zh-CN': '此处没有评估它在其他扫描仪和医院的图像上是否同样有效。' },
  checked: { en: 'A person has to look at what it draws; it was not examined for use in care.', 'zh-CN': '其结果必须由人检查；未经临床使用评估。' },
} as const;
