/** What a person is told of cases with several images. */

export const caseImagesSentences = {
  nobodyHas: {
    en: 'The plan shows the network an image {role}, but no case with complete slices has one; import these images, or take {role} out of "furtherInputs".',
    'zh-CN': '计划要向网络显示图像 {role}，但没有任何含已完成切片的病例有此图像；请导入这些图像，或从 "furtherInputs" 中删除 {role}。',
  },
  leftOut: {
    en: 'Cases that neither teach nor judge, because they lack the image {role} which the plan shows: {count}, e.g. {name}.',
    'zh-CN': '{count} 个病例因缺少计划要显示的图像 {role} 而不参与训练和评估，例如 {name}。',
  },
  shownTogether: {
    en: 'The network sees {roles} of each case as well, laid over its first image by where they lie in the patient, because they show what that one does not.',
    'zh-CN': '网络还会看到每个病例的 {roles}，按其在患者空间中的位置叠加在首幅图像上，因为它们显示首幅图像没有的内容。',
  },
  partly: {
    en: 'It does not see {roles}, because not every case has it.',
    'zh-CN': '网络不会看到 {roles}，因为并非每个病例都有。',
  },
} as const;
