/** What a person reads when masks are compared or drawn. */

export const evaluationSentences = {
  sameNameTwice: {
    en: '{first} and {second} have the same name, so it is not clear which one is meant; leave one of them in the folder.',
    'zh-CN': '{first} 和 {second} 名称相同，无法确定应使用哪一个；请在文件夹中只保留其一。',
  },
  noReferences: {
    en: '{path} holds no mask to compare with (NIfTI or PNG); name the folder of the reference masks.',
    'zh-CN': '{path} 中没有可用于比较的掩膜（NIfTI 或 PNG）；请指定参考掩膜所在的文件夹。',
  },
  otherGrid: {
    en: '{prediction} does not lie on the grid of {reference}: corners are up to {shift} voxels apart; compare masks that were made for the same image.',
    'zh-CN': '{prediction} 与 {reference} 的网格不一致：角点最多相差 {shift} 个体素；请比较为同一图像制作的掩膜。',
  },
  otherSize: {
    en: '{prediction} has {predictionSize} voxels, but {reference} has {referenceSize}; compare masks that were made for the same image.',
    'zh-CN': '{prediction} 的体素数为 {predictionSize}，而 {reference} 为 {referenceSize}；请比较为同一图像制作的掩膜。',
  },
  reordered: {
    en: '{prediction} stores its voxels in another axis order than {reference}; they were compared by their place in the patient.',
    'zh-CN': '{prediction} 的轴顺序与 {reference} 不同；已按其在患者体内的位置进行比较。',
  },
  placeUnknown: {
    en: 'Only one of {prediction} and {reference} says where it lies in the patient; they were compared voxel by voxel as they are stored.',
    'zh-CN': '{prediction} 和 {reference} 中只有一个说明了其在患者体内的位置；已按存储顺序逐体素比较。',
  },
  noScans: {
    en: 'No scan in {images} has the name of a mask in {references}; name the folder that the masks were made for.',
    'zh-CN': '{images} 中没有任何扫描与 {references} 中的掩膜同名；请指定制作这些掩膜所用的图像文件夹。',
  },
  onlyPredicted: {
    en: 'Label {label} is in predictions but in no reference: its score is 0 and lowers the foreground mean.',
    'zh-CN': '标签 {label} 只出现在预测中，任何参考掩膜都没有：其得分为 0，并会拉低前景均值。',
  },
  changedSinceExport: {
    en: '{mask} was changed after it was exported, so it is not known which of its slices are complete; all of them were judged.',
    'zh-CN': '{mask} 在导出后被修改，无法确定哪些切片已完成；已对全部切片进行评估。',
  },
  mixedUnits: {
    en: 'The spacing of {name} is not known: its distances and volumes are in voxels, and are left out of the means.',
    'zh-CN': '{name} 的体素间距未知：其距离和体积以体素计，不计入平均值。',
  },
  reportExists: {
    en: '{file} is there already; choose another folder, or replace it with --force.',
    'zh-CN': '{file} 已存在；请选择其他文件夹，或用 --force 覆盖。',
  },
} as const;
