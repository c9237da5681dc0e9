/** What a person reads when a file cannot be written or a folder cannot be read. */

export const fileSentences = {
  diskFull: {
    en: 'The disk is full, so {file} was not written; make room and try again.',
    'zh-CN': '磁盘已满，未写入 {file}；请腾出空间后重试。',
  },
  notAllowed: {
    en: 'Nothing may be written to {folder}; choose another folder, or change its permissions.',
    'zh-CN': '不允许写入 {folder}；请选择其他文件夹，或更改其权限。',
  },
  folderInTheWay: {
    en: '{file} is a folder, so no file of that name can be written; choose another name.',
    'zh-CN': '{file} 是一个文件夹，无法写入同名文件；请选择其他名称。',
  },
  nameTooLong: {
    en: '{file} was not written, because the disk takes no name that long; give the image a shorter one, or choose another folder.',
    'zh-CN': '未写入 {file}：磁盘不支持如此长的名称；请为图像使用较短的名称，或选择其他文件夹。',
  },
  fileInTheWay: {
    en: '{folder} cannot be made a folder, because there is a file of that name on the way; choose another folder.',
    'zh-CN': '无法创建文件夹 {folder}，因为路径中有同名文件；请选择其他文件夹。',
  },
  nothingThere: {
    en: 'There is no file or folder {path}; check the path.',
    'zh-CN': '找不到文件或文件夹 {path}；请检查路径。',
  },
} as const;
