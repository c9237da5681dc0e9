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
  halfPath: {
    en: '{path} is not a whole path; give it from the top of the disk.',
    'zh-CN': '{path} 不是完整路径；请从磁盘根目录写起。',
  },
  nothingIn: {
    en: 'Nothing was uploaded, so there is nothing to read; choose the files once more.',
    'zh-CN': '没有上传任何文件，因此没有可读取的内容；请重新选择文件。',
  },
} as const;

export const transferSentences = {
  noUpload: {
    en: 'This upload was used or given up already; choose the files once more.',
    'zh-CN': '此上传已被使用或取消；请重新选择文件。',
  },
  noDownload: {
    en: 'This download was fetched or given up already; export once more.',
    'zh-CN': '此下载已完成或取消；请重新导出。',
  },
  notReady: {
    en: 'This download is still being written; fetch it when its export has ended.',
    'zh-CN': '此下载仍在写入；请在导出结束后再获取。',
  },
  nothingWritten: {
    en: 'The export wrote no file, so there is nothing to download; see its report for the reasons.',
    'zh-CN': '导出没有写出任何文件，因此没有可下载的内容；原因请见导出报告。',
  },
} as const;
