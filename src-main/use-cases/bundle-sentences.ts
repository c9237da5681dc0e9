/** What a person reads of bundles. */

export const bundleSentences = {
  noBundle: {
    en: '{file} is no bundle of Lamina, or was cut off on its way or packed anew by another program; ask for the file as Lamina wrote it.',
    'zh-CN': '{file} 不是 Lamina 数据包，或传输不完整，或已被其他程序重新打包；请索取由 Lamina 写出的原始文件。',
  },
  damaged: {
    en: 'The bundle {file} is damaged or was cut off on its way, so nothing of it was taken in; ask for it again.',
    'zh-CN': '数据包 {file} 已损坏或传输不完整，因此未接收任何内容；请重新索取。',
  },
  noImage: {
    en: 'What the bundle {file} says of the image {image} of the case {name} cannot be: its size, its place, its scaling or its header; nothing was taken in, so ask for the bundle again.',
    'zh-CN': '数据包 {file} 中病例 {name} 的图像 {image} 的描述（尺寸、位置、数值缩放或文件头）不可能成立；未接收任何内容，请重新索取数据包。',
  },
  newer: {
    en: 'The bundle {file} was written by a newer Lamina (format {found}, this one knows up to {known}); update Lamina to take it in.',
    'zh-CN': '数据包 {file} 由更新版本的 Lamina 写出（格式 {found}，当前版本最高支持 {known}）；请更新 Lamina 后再接收。',
  },
  another: {
    en: 'Another bundle lies at {file} since it was looked at, so nothing was taken in; choose the file again and look at what it would bring.',
    'zh-CN': '查看之后，{file} 处已换成另一个数据包，因此未接收任何内容；请重新选择该文件并查看其内容。',
  },
  nothingSent: {
    en: 'None of the chosen cases is in the project, so no bundle was made; choose at least one case.',
    'zh-CN': '所选病例均不在项目中，因此未生成数据包；请至少选择一个病例。',
  },
  nobody: {
    en: 'Nobody called {names} has labels in the chosen cases; check the names, or leave them out to send everybody’s.',
    'zh-CN': '所选病例中没有 {names} 的标注；请检查姓名，或不指定姓名以发送所有人的标注。',
  },
  noRoomForLabel: {
    en: 'The bundle has the label “{name}”, and this project’s table of 255 labels is full; remove a label that is not used, and take the bundle in again.',
    'zh-CN': '数据包含有标签“{name}”，而此项目的标签表（255 个）已满；请移除未使用的标签后重新接收。',
  },
  otherName: {
    en: 'The value {value} is “{here}” in this project and “{there}” in the bundle; give the label one name in both, and take the bundle in again.',
    'zh-CN': '数值 {value} 在此项目中为“{here}”，在数据包中为“{there}”；请在两边使用同一名称后重新接收。',
  },
  otherValue: {
    en: 'The label “{name}” has the value {here} in this project and {there} in the bundle; rename it in one of them, and take the bundle in again.',
    'zh-CN': '标签“{name}”在此项目中的数值为 {here}，在数据包中为 {there}；请在其中一边重命名后重新接收。',
  },
  otherImage: {
    en: 'The case {name} has another image in the bundle than in this project, so the bundle was not taken in; ask which one is right.',
    'zh-CN': '病例 {name} 在数据包中的图像与此项目中的不同，因此未接收数据包；请确认以哪一个为准。',
  },
  allMissing: {
    en: 'None of the bundle’s images is in this project, and it does not hold them itself; import the same images first, or ask for the bundle with images.',
    'zh-CN': '数据包的图像均不在此项目中，数据包本身也不含图像；请先导入相同的图像，或索取含图像的数据包。',
  },
  chosenNoLonger: {
    en: 'The bundle is no longer held ready; choose the file again.',
    'zh-CN': '该数据包已不再待接收；请重新选择文件。',
  },
  noSuchSlice: {
    en: 'There is no such slice of two states in the bundle; choose the file again.',
    'zh-CN': '数据包中没有这样一个存在两种状态的切片；请重新选择文件。',
  },
} as const;
