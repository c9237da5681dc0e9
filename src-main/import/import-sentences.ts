/** What a person is told while files are found, read and written. */

export const fileMissing = {
  en: '{file} is not there; check the path.',
  'zh-CN': '找不到 {file}；请检查路径。',
} as const;
export const fileForbidden = {
  en: '{file} may not be opened by this user; change its permissions or copy it to a folder of your own.',
  'zh-CN': '当前用户无权打开 {file}；请修改其权限，或将其复制到自己的文件夹。',
} as const;
export const fileIsFolder = {
  en: '{file} is a folder where a file is needed; name a file in it.',
  'zh-CN': '{file} 是文件夹，而此处需要文件；请指定其中的文件。',
} as const;
export const fileUnreadable = {
  en: '{file} could not be read ({reason}); copy it to another disk and try again.',
  'zh-CN': '无法读取 {file}（{reason}）；请将其复制到其他磁盘后重试。',
} as const;
export const fileEmpty = {
  en: '{file} is empty; copy it again from where it came from.',
  'zh-CN': '{file} 是空文件；请从来源重新复制。',
} as const;
export const gzipDamaged = {
  en: '{file} is damaged: its compressed data cannot be unpacked to the end; copy it again from where it came from.',
  'zh-CN': '{file} 已损坏：其压缩数据无法完整解压；请从来源重新复制。',
} as const;
export const notEnoughMemory = {
  en: '{file} needs {megabytes} MB for its voxels, more than this program can get; close other programs or read it on a larger machine.',
  'zh-CN': '{file} 的体素需要 {megabytes} MB 内存，超出可用内存；请关闭其他程序，或在内存更大的机器上读取。',
} as const;
export const readingCancelled = {
  en: 'Reading {file} was cancelled.',
  'zh-CN': '已取消读取 {file}。',
} as const;
export const readerFailed = {
  en: '{file} could not be decoded: the reader stopped unexpectedly; the log holds the details.',
  'zh-CN': '无法解码 {file}：读取程序意外停止；详情见日志。',
} as const;
export const unknownFormat = {
  en: '{file} is none of the formats that are read (NIfTI, DICOM, PNG); convert it to NIfTI.',
  'zh-CN': '{file} 不是可读取的格式（NIfTI、DICOM、PNG）；请将其转换为 NIfTI。',
} as const;
export const nothingFound = {
  en: '{file} holds no image that is read (NIfTI, DICOM, PNG); name the folder that holds the images.',
  'zh-CN': '{file} 中没有可读取的图像（NIfTI、DICOM、PNG）；请指定包含图像的文件夹。',
} as const;
export const partnerMissing = {
  en: '{file} is one half of a NIfTI pair and the other half, {partner}, is not beside it; put both in one folder.',
  'zh-CN': '{file} 是 NIfTI 文件对的一半，而另一半 {partner} 不在同一文件夹；请将两者放在一起。',
} as const;
export const writingCancelled = {
  en: 'Writing {file} was cancelled; nothing was left behind.',
  'zh-CN': '已取消写入 {file}；未留下任何文件。',
} as const;
export const labelsSeveralTimes = {
  en: '{file} holds {count} time points where labels of one are needed; save one of them as a file of its own.',
  'zh-CN': '{file} 含有 {count} 个时间点，而此处只需要一个时间点的标签；请将其中一个另存为单独的文件。',
} as const;
export const labelsNotWhole = {
  en: '{file} is no label volume: it holds the value {value}, and labels are whole numbers from 0 to 2147483647; name the file with the labels.',
  'zh-CN': '{file} 不是标签文件：其中含有数值 {value}，而标签应为 0 到 2147483647 的整数；请指定标签文件。',
} as const;
export const labelsElsewhere = {
  en: '{labels} does not lie on the grid of {image}: corners are up to {shift} voxels apart; export the labels on the image’s grid, or let the labels be resampled (nearest) when importing.',
  'zh-CN': '{labels} 与 {image} 的网格不一致：角点最多相差 {shift} 个体素；请按图像网格导出标签，或在导入时选择对标签重采样（最近邻）。',
} as const;
export const labelsOtherSize = {
  en: '{labels} does not lie on the grid of {image}: it has {labelSize} voxels, the image {imageSize}; export the labels on the image’s grid, or let the labels be resampled (nearest) when importing.',
  'zh-CN': '{labels} 与 {image} 的网格不一致：标签为 {labelSize} 个体素，图像为 {imageSize}；请按图像网格导出标签，或在导入时选择对标签重采样（最近邻）。',
} as const;
export const labelsReordered = {
  en: '{labels} stores the same grid as {image} in another order of its axes ({from} instead of {to}); its voxels were reordered exactly.',
  'zh-CN': '{labels} 与 {image} 网格相同，但轴顺序不同（{from} 而非 {to}）；已精确重排体素。',
} as const;
export const labelsResampled = {
  en: '{labels} lies on another grid than {image}; each voxel took the nearest label, as asked.',
  'zh-CN': '{labels} 与 {image} 的网格不同；已按要求取最近的标签。',
} as const;
export const findingCancelled = {
  en: 'Looking for images was cancelled.',
  'zh-CN': '已取消查找图像。',
} as const;
