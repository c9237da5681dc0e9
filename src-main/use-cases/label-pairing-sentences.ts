/** What a person is told where labels cannot be told from images. */

export const labelPairingSentences = {
  together: {
    en: '{folder} holds nothing but what is to be imported, and no name there holds the word seg, label, mask or gt to tell labels from images; put the labels into a folder of their own.',
    'zh-CN': '{folder} 中只有待导入的文件，且名称中没有 seg、label、mask 或 gt 一词可区分标注与图像；请将标注放入单独的文件夹。',
  },
} as const;
