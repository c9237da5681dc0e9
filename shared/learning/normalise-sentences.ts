/** What a person reads where an image cannot be brought to the network's scale. */
export const normaliseSentences = {
  allTheSame: {
    en: 'The image of {case} has the same value in every voxel, so nothing can be seen in it; check the file.',
    'zh-CN': '病例 {case} 的图像所有体素值都相同，看不出任何内容；请检查该文件。',
  },
  outsideRange: {
    en: 'All values of the image of {case} lie beyond {low} … {high}, which is what the network sees of a CT, so nothing can be seen in it; check that the file holds Hounsfield units.',
    'zh-CN': '病例 {case} 的图像所有值都在 {low} … {high}（网络所见的 CT 范围）之外，看不出任何内容；请检查文件的数值是否为亨氏单位。',
  },
  otherScale: {
    en: 'The voxels of {case} are of quite another size than those of the cases that the network learns from: its {own} voxels would become {grid}; check the spacing in the file.',
    'zh-CN': '病例 {case} 的体素大小与网络学习的病例相差太大：{own} 个体素会变成 {grid}；请检查文件中的间距。',
  },
  notNumbers: {
    en: '{count} voxels of {case} hold no number and were taken as the smallest value of the image.',
    'zh-CN': '病例 {case} 中有 {count} 个体素不是数值，已按该图像的最小值处理。',
  },
} as const;
