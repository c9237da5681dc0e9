export const valueTaken = {
  en: 'The value {value} already belongs to the label “{name}”; choose another value for “{newName}”.',
  'zh-CN': '数值 {value} 已用于标签“{name}”；请为“{newName}”选择其他数值。',
} as const;

export const tableFull = {
  en: 'The label “{name}” was not added: a project holds at most 255 labels, and all are taken.',
  'zh-CN': '未能添加标签“{name}”：一个项目最多有 255 个标签，已全部用完。',
} as const;

export const valueOutOfRange = {
  en: 'The label “{name}” cannot have the value {value}; choose a whole number from 1 to 2147483647.',
  'zh-CN': '标签“{name}”不能使用数值 {value}；请选择 1 到 2147483647 之间的整数。',
} as const;

export const nameMissing = {
  en: 'The label with the value {value} has no name; give it one.',
  'zh-CN': '数值为 {value} 的标签没有名称；请为它命名。',
} as const;

export const colourMalformed = {
  en: 'The label “{name}” cannot have the colour “{colour}”; write it as # and six hexadecimal digits.',
  'zh-CN': '标签“{name}”的颜色“{colour}”无效；请写成 # 加六位十六进制数字。',
} as const;

export const labelUnknown = {
  en: 'This project has no label with the index {index}.',
  'zh-CN': '此项目中没有索引为 {index} 的标签。',
} as const;

export const opacityOutside = {
  en: 'A label cannot have the opacity {opacity}; choose a number from 0 to 1.',
  'zh-CN': '标签的不透明度不能是 {opacity}；请选择 0 到 1 之间的数。',
} as const;

export const orderIncomplete = {
  en: 'The new order does not name each label of the project once, so the labels stay in the order that they had; look at the present labels and try again.',
  'zh-CN': '新的顺序没有恰好包含项目的每个标签一次，因此标签顺序保持不变；请查看当前标签后重试。',
} as const;

export const labelInUse = {
  en: 'The label “{name}” was not removed, because voxels still have it (cases: {cases}, e.g. “{example}”); erase them, or merge it into another label first.',
  'zh-CN': '未移除标签“{name}”：{cases} 个病例中仍有该标签的体素，例如“{example}”；请先擦除，或将其合并到其他标签。',
} as const;
