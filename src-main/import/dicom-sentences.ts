/** What a person is told about DICOM files. */

export const dicomMultiFrame = {
  en: '{file} holds {frames} frames in one DICOM object, which is not read; export it as one file a slice, or as NIfTI.',
  'zh-CN': '{file} 是含有 {frames} 帧的多帧 DICOM 对象，暂不支持；请导出为每层一个文件，或导出为 NIfTI。',
} as const;
export const dicomColour = {
  en: '{file} is a colour picture ({kind}), not a measured image, and cannot be trained on; use the series that it was made from.',
  'zh-CN': '{file} 是彩色图像（{kind}）而非测量图像，不能用于训练；请使用其原始序列。',
} as const;
export const dicomNoPixels = {
  en: '{file} is a DICOM object without an image (a report, a plan or an index); name the files of a CT or MR series.',
  'zh-CN': '{file} 是不含图像的 DICOM 对象（报告、计划或索引）；请指定 CT 或 MR 序列的文件。',
} as const;
export const dicomSegmentation = {
  en: '{file} is a DICOM segmentation object, which is not read; convert it to a NIfTI label volume.',
  'zh-CN': '{file} 是 DICOM 分割对象，暂不支持；请将其转换为 NIfTI 标签文件。',
} as const;
export const dicomDamaged = {
  en: '{file} could not be decoded ({syntax}): its pixels are damaged or packed in a way that is not read; export the series again, uncompressed.',
  'zh-CN': '无法解码 {file}（{syntax}）：像素数据已损坏，或其压缩方式不受支持；请以未压缩方式重新导出该序列。',
} as const;
export const dicomCutShort = {
  en: '{file} is cut short: it ends before its pixels do; copy it again from where it came from.',
  'zh-CN': '{file} 不完整：文件在像素数据结束之前中断；请从来源重新复制。',
} as const;
export const dicomUnevenTimes = {
  en: '{file} and its series hold several images at some places and fewer at others; export each time point or echo as a series of its own.',
  'zh-CN': '{file} 所在序列在某些位置有多幅图像而其他位置较少；请将每个时间点或回波导出为独立序列。',
} as const;
export const dicomUneven = {
  en: '{file} and its series are not evenly spaced: a slice lies {shift} slice distances from where an even stack has it; a slice may be missing.',
  'zh-CN': '{file} 所在序列的层间距不均匀：某一层偏离均匀位置 {shift} 个层距；可能缺少切片。',
} as const;
export const dicomTilted = {
  en: '{file}: the stack is tilted by {degrees}° (gantry tilt); it is kept as it is, and programs built on ITK refuse masks of such grids.',
  'zh-CN': '{file}：该序列倾斜 {degrees}°（机架倾斜）；按原样保留，基于 ITK 的程序会拒绝读取此类网格的掩膜。',
} as const;
export const dicomNoSpacing = {
  en: '{file}: the header does not give the size of a pixel; 1 mm is taken.',
  'zh-CN': '{file}：文件头未给出像素尺寸；按 1 mm 处理。',
} as const;
export const dicomNoPlace = {
  en: '{file}: the header does not say how the image lies in the patient; left and right cannot be trusted.',
  'zh-CN': '{file}：文件头未说明图像在患者体内的方位；左右方向不可信。',
} as const;
export const dicomDuplicates = {
  en: '{file}: {count} files of its series are copies of others and were left out.',
  'zh-CN': '{file}：其序列中有 {count} 个文件是重复副本，已忽略。',
} as const;
