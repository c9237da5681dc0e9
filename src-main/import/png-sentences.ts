/** What a person is told about PNG files. */

export const pngDamaged = {
  en: '{file} is no whole PNG file; copy it again from where it came from.',
  'zh-CN': '{file} 不是完整的 PNG 文件；请从来源重新复制。',
} as const;
export const pngColour = {
  en: '{file} is a colour picture, and images to train on are gray; save it as 8- or 16-bit gray.',
  'zh-CN': '{file} 是彩色图片，而训练图像应为灰度图；请另存为 8 位或 16 位灰度图。',
} as const;
export const pngColourMask = {
  en: '{file} is a mask in colours that are no label numbers; save it as gray or with a palette, one number for each label.',
  'zh-CN': '{file} 是彩色掩膜，颜色无法对应标签编号；请另存为灰度图或调色板图，每个标签一个编号。',
} as const;
export const pngTransparent = {
  en: '{file} is partly transparent, so that its gray values are not what is shown; save it without transparency.',
  'zh-CN': '{file} 含有透明部分，其灰度值与显示不符；请另存为无透明度的图片。',
} as const;
