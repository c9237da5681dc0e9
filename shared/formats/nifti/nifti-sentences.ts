/** What a person is told about a NIfTI file. */

export const notNifti = {
  en: '{file} is not a NIfTI file: its header has no NIfTI mark; check that it was copied whole, or convert it to NIfTI.',
  'zh-CN': '{file} 不是 NIfTI 文件：文件头没有 NIfTI 标记；请检查文件是否复制完整，或将其转换为 NIfTI。',
} as const;
export const analyzeFile = {
  en: '{file} is an Analyze 7.5 file, which does not say which side is left; convert it to NIfTI with the program that made it.',
  'zh-CN': '{file} 是 Analyze 7.5 文件，其中没有左右信息；请用生成它的程序转换为 NIfTI。',
} as const;
export const damagedByTextTransfer = {
  en: '{file} was damaged on its way, by a transfer in text mode; copy it again in binary mode.',
  'zh-CN': '{file} 在传输中损坏（使用了文本模式）；请以二进制模式重新复制。',
} as const;
export const headerTooShort = {
  en: '{file} ends inside its header; copy it again from where it came from.',
  'zh-CN': '{file} 在文件头内就结束了；请从来源重新复制。',
} as const;
export const badDimensions = {
  en: '{file} cannot be read: its header gives the dimensions {dimensions}, and each must be at least 1; make the file again.',
  'zh-CN': '无法读取 {file}：文件头中的尺寸为 {dimensions}，每一维至少应为 1；请重新生成该文件。',
} as const;
export const tooManyDimensions = {
  en: '{file} has more than one value for each voxel and time point (dimensions {dimensions}); save one value a voxel as a file of its own.',
  'zh-CN': '{file} 的每个体素和时间点有多个值（尺寸 {dimensions}）；请将每个分量另存为单独的文件。',
} as const;
export const badVoxelOffset = {
  en: '{file} cannot be read: its header says that the voxels begin at byte {offset}, inside the header; make the file again.',
  'zh-CN': '无法读取 {file}：文件头称体素从第 {offset} 字节开始，该位置在文件头之内；请重新生成该文件。',
} as const;
export const complexVoxels = {
  en: '{file} holds complex numbers ({type}), which cannot be trained on; save its magnitude as real numbers.',
  'zh-CN': '{file} 含有复数（{type}），不能用于训练；请将其幅值另存为实数。',
} as const;
export const colourVoxels = {
  en: '{file} holds colours ({type}), not measured values, and cannot be trained on; use the image that the colours were made from.',
  'zh-CN': '{file} 含有颜色（{type}）而非测量值，不能用于训练；请使用生成该彩色图的原始图像。',
} as const;
export const wideFloatVoxels = {
  en: '{file} holds 128-bit floating-point numbers, which few programs read; save it as float64 or float32.',
  'zh-CN': '{file} 含有 128 位浮点数，很少有程序能读取；请另存为 float64 或 float32。',
} as const;
export const unknownVoxels = {
  en: '{file} has the voxel type {type}, which is not read; save it with an integer or floating-point type.',
  'zh-CN': '{file} 的体素类型 {type} 无法读取；请以整数或浮点类型另存。',
} as const;
export const integersTooLarge = {
  en: '{file} holds 64-bit integers beyond 2^53, which cannot be kept exactly; save it as float64 or with smaller integers.',
  'zh-CN': '{file} 含有超过 2^53 的 64 位整数，无法精确保存；请另存为 float64 或较小的整数类型。',
} as const;
export const truncated = {
  en: '{file} is cut short: its header promises {expected} bytes of voxels and {found} are there; copy it again from where it came from.',
  'zh-CN': '{file} 不完整：文件头称有 {expected} 字节体素数据，实际只有 {found} 字节；请从来源重新复制。',
} as const;
export const noNumbers = {
  en: '{file} holds no number at all: every voxel is NaN or infinite; make the file again.',
  'zh-CN': '{file} 中没有任何有效数字：所有体素均为 NaN 或无穷大；请重新生成该文件。',
} as const;
export const someNotNumbers = {
  en: '{file}: {count} voxels are NaN or infinite; they are kept, and a network sees them as the darkest value.',
  'zh-CN': '{file}：{count} 个体素为 NaN 或无穷大；保留原值，网络将其视为最暗值。',
} as const;
export const unknownUnit = {
  en: '{file}: the header does not say in what unit distances are; millimetres are taken.',
  'zh-CN': '{file}：文件头未说明距离单位；按毫米处理。',
} as const;
export const orientationUnknown = {
  en: '{file}: the header does not say how the image lies in the patient; state the orientation when importing (e.g. RAS) before left and right are trusted.',
  'zh-CN': '{file}：文件头未说明图像在患者体内的方位；在信任左右方向之前请先在导入时声明方位（例如 RAS）。',
} as const;
export const orientationStated = {
  en: '{file}: the header does not say how the image lies in the patient; the stated orientation {orientation} is used.',
  'zh-CN': '{file}：文件头未说明图像在患者体内的方位；采用所声明的方位 {orientation}。',
} as const;
export const spacingUnknown = {
  en: '{file}: the header gives no usable voxel size; 1 mm is taken where it is missing.',
  'zh-CN': '{file}：文件头没有可用的体素尺寸；缺失处按 1 mm 处理。',
} as const;
export const formsDisagree = {
  en: '{file}: its two transforms place a corner {shift} voxels apart; the {used} is used (a setting of the project), while programs built on ITK (3D Slicer, ITK-SNAP, SimpleITK) use the {itk} (sform code {sformCode}, qform code {qformCode}).',
  'zh-CN': '{file}：其两个变换使同一角点相差 {shift} 个体素；此处采用 {used}（可在项目设置中更改），而基于 ITK 的程序（3D Slicer、ITK-SNAP、SimpleITK）采用 {itk}（sform 代码 {sformCode}，qform 代码 {qformCode}）。',
} as const;
export const sformUnusable = {
  en: '{file}: its sform does not span space (code {code}) and is left aside.',
  'zh-CN': '{file}：其 sform 不能构成三维空间（代码 {code}），已忽略。',
} as const;
export const qformUnusable = {
  en: '{file}: its qform is not made of finite numbers (code {code}) and is left aside.',
  'zh-CN': '{file}：其 qform 含有非有限数值（代码 {code}），已忽略。',
} as const;
export const interceptIgnored = {
  en: '{file}: the intercept of its values is not a number; 0 is taken.',
  'zh-CN': '{file}：其数值截距不是有效数字；按 0 处理。',
} as const;
export const badOrientation = {
  en: '“{orientation}” is no orientation: name one letter of each pair R/L, A/P and S/I, e.g. RAS.',
  'zh-CN': '“{orientation}”不是有效的方位：请从 R/L、A/P、S/I 每对中各取一个字母，例如 RAS。',
} as const;
