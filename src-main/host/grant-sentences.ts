/** What is said of files that were chosen, uploaded or are to be downloaded. */

export const grantSentences = {
  unknown: {
    en: 'What was chosen here was used already, or Lamina was started again since; choose the files once more.',
    'zh-CN': '此前选择的文件已被使用，或 Lamina 已重新启动；请重新选择文件。',
  },
  otherPlace: {
    en: 'What was chosen cannot be used for this; choose a folder on this computer.',
    'zh-CN': '所选内容不能用于此操作；请选择本机上的文件夹。',
  },
  severalForOne: {
    en: 'Several files were chosen where one is needed; choose a single file or folder.',
    'zh-CN': '此处只需要一个文件，但选择了多个；请选择单个文件或文件夹。',
  },
  nothingIn: {
    en: 'Nothing was uploaded, so there is nothing to read; choose the files once more.',
    'zh-CN': '没有上传任何文件，因此没有可读取的内容；请重新选择文件。',
  },
} as const;
