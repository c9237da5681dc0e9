/** What a person reads before a training: what is missing, and what it would be. */

export const readinessSentences = {
  noCases: {
    en: 'This project has no cases yet; import images first.',
    'zh-CN': '此项目还没有病例；请先导入图像。',
  },
  morePatients: {
    en: 'Mark slices of more patients as complete (still needed: {more}), and separate patients will judge the model.',
    'zh-CN': '请将更多患者的切片标记为已完成（还需 {more} 位），这样就能用独立的患者评估模型。',
  },
  overVolumes: {
    en: 'The network {network} over volumes, 3D, with {first} to {last} filters, because slices are {thickness} mm thick and pixels {pixel} mm wide, so that it can look along all axes alike.',
    'zh-CN': '采用三维网络 {network}，{first} 至 {last} 个滤波器，因为切片厚 {thickness} 毫米、像素宽 {pixel} 毫米，可以沿各个方向同样观察。',
  },
  overThickSlices: {
    en: 'The network {network} over slices, 2D, with {first} to {last} filters, because slices are {thickness} mm thick, more than three times the {pixel} mm of their pixels.',
    'zh-CN': '采用二维网络 {network}，{first} 至 {last} 个滤波器，因为切片厚 {thickness} 毫米，超过像素宽度 {pixel} 毫米的三倍。',
  },
  overUnplacedVolumes: {
    en: 'The network {network} over volumes, 3D, with {first} to {last} filters, because an image has about {slices} slices of {rows} × {columns} pixels; how far they lie apart is not known, so that lengths are told in voxels.',
    'zh-CN': '采用三维网络 {network}，{first} 至 {last} 个滤波器，因为每幅图像约有 {slices} 个切片，每个切片约有 {rows} × {columns} 像素；实际间距未知，因此长度以体素表示。',
  },
  overSeeminglyThickSlices: {
    en: 'The network {network} over slices, 2D, with {first} to {last} filters, because the files make slices more than three times as thick as pixels are wide; how far they lie apart is not known, so that lengths are told in voxels.',
    'zh-CN': '采用二维网络 {network}，{first} 至 {last} 个滤波器，因为按文件所述切片厚度超过像素宽度的三倍；实际间距未知，因此长度以体素表示。',
  },
  overFewSlices: {
    en: 'The network {network} over slices, 2D, with {first} to {last} filters, because an image has about {slices} of them, too few to be a volume; each has about {rows} × {columns} pixels.',
    'zh-CN': '采用二维网络 {network}，{first} 至 {last} 个滤波器，因为每幅图像约有 {slices} 个切片，不足以构成体积；每个切片约有 {rows} × {columns} 像素。',
  },
  overCompleteSlices: {
    en: 'The network {network} over slices, 2D, with {first} to {last} filters, because fewer than half of the slices are complete, and a network over volumes would learn from little else than what is ignored.',
    'zh-CN': '采用二维网络 {network}，{first} 至 {last} 个滤波器，因为已完成的切片不到一半，三维网络看到的大多是被忽略的内容。',
  },
  besideSlabs: {
    en: 'The network {network} over slices, 2D, with {first} to {last} filters, because slices of the same patients judge it, which a network over volumes would see.',
    'zh-CN': '采用二维网络 {network}，{first} 至 {last} 个滤波器，因为由同一批患者的切片评估它，而三维网络会看到这些切片。',
  },
  overSlices: {
    en: 'The network {network} over slices, 2D, with {first} to {last} filters; a slice has about {rows} × {columns} pixels.',
    'zh-CN': '采用二维网络 {network}，{first} 至 {last} 个滤波器；每个切片约有 {rows} × {columns} 像素。',
  },
  fewMinutes: {
    en: 'In fewer than {fewest} minutes {network}, over slices, becomes the better one; with {fewest} or more it would be {other}, over volumes.',
    'zh-CN': '时间少于 {fewest} 分钟时，二维网络 {network} 效果更好；达到 {fewest} 分钟则会采用三维网络 {other}。',
  },
  cost: {
    en: 'Its full schedule of {steps} steps takes {minutes} and {memory} GB of memory on this machine; the minutes that you choose set its length.',
    'zh-CN': '完整训练共 {steps} 步，在本机上{minutes}、{memory} GB 内存；实际时长由您选择的分钟数决定。',
  },
  costInMinutes: {
    en: 'In {within} min it does about {done} steps, a number that a short trial fixes before the first; its full schedule of {steps} steps takes {minutes}, and it needs {memory} GB of memory on this machine.',
    'zh-CN': '{within} 分钟内约训练 {done} 步，确切步数在开始前由一次简短的试运行确定；完整训练共 {steps} 步，{minutes}；在本机上需 {memory} GB 内存。',
  },
  costOfEachInMinutes: {
    en: 'In its {within} min each of the {trainings} trainings does about {done} steps, a number that a short trial fixes before the first; the full schedule of {steps} steps takes {minutes}, and each needs {memory} GB of memory on this machine.',
    'zh-CN': '{trainings} 次训练各有 {within} 分钟，每次约训练 {done} 步，确切步数在开始前由一次简短的试运行确定；完整训练共 {steps} 步，{minutes}；每次在本机上需 {memory} GB 内存。',
  },
  shortOfMemory: {
    en: 'The training needs about {needed} GB of memory, of which {most} GB should be taken at most beside other programs; close some of these, or choose a smaller patch, fewer filters or another network.',
    'zh-CN': '训练约需 {needed} GB 内存，而在运行其他程序的同时最多宜占用 {most} GB；请关闭一些程序，或选择更小的图块、更少的滤波器或其他网络。',
  },
  depth: {
    en: 'At the deepest of its {levels} levels {left} voxels of a patch are left, since fewer than four a side see little but padding; deeper levels have more filters, because there are fewer voxels to compute.',
    'zh-CN': '共 {levels} 层，最深一层中一个图块还剩 {left} 个体素，因为每边少于四个体素时看到的大多是填充；越深的层滤波器越多，因为需要计算的体素更少。',
  },
  tooDeep: {
    en: 'At the deepest of its {levels} levels only {left} voxels of a patch are left; fewer than four a side see little but padding, so that fewer levels or a larger patch may serve better.',
    'zh-CN': '共 {levels} 层，最深一层中一个图块只剩 {left} 个体素；每边少于四个体素时看到的大多是填充，减少层数或增大图块可能更好。',
  },
  inParts: {
    en: 'They are computed {part} at a time, which fits the memory and teaches the same.',
    'zh-CN': '每次计算 {part} 个，以适应内存，学习结果相同。',
  },
  changed: {
    en: 'Patches are changed by chance ({kinds}), so that it does not learn the few images by heart.',
    'zh-CN': '图块会随机变化（{kinds}），以免网络死记少量图像。',
  },
  turned: { en: 'turned by up to {degrees}°', 'zh-CN': '旋转至多 {degrees}°' },
  scaled: { en: 'scaled by up to {percent} %', 'zh-CN': '缩放至多 {percent} %' },
  bent: { en: 'bent', 'zh-CN': '弹性变形' },
  otherGreys: { en: 'with other grey values', 'zh-CN': '改变灰度' },
  lessSharp: { en: 'less sharp', 'zh-CN': '降低清晰度' },
  patches: {
    en: 'Each step shows {batch} patches of {patch} voxels, so that it follows no single one, {share} % of them around a labelled voxel, each label equally often, so that small ones are learnt too.',
    'zh-CN': '每一步展示 {batch} 个 {patch} 体素的图块，避免偏向单个图块；其中 {share} % 以有标签的体素为中心，各标签机会均等，因此小的结构也能学到。',
  },
  resampled: {
    en: 'Images are resampled to {spacing} mm (right, front, up), the usual spacing of these cases, so that a structure has one size in all of them; masks come back on each image\'s own grid.',
    'zh-CN': '图像会重采样到 {spacing} 毫米（左右、前后、上下），即这些病例的常见间距，使同一结构大小一致；掩膜会回到每幅图像自己的网格。',
  },
  itsOwn: { en: 'own', 'zh-CN': '自身' },
  mirrored: {
    en: 'Patches are mirrored by chance ({axes}).',
    'zh-CN': '图块会随机镜像（{axes}）。',
  },
  leftAndRight: { en: 'left and right', 'zh-CN': '左右' },
  frontAndBack: { en: 'front and back', 'zh-CN': '前后' },
  upAndDown: { en: 'up and down', 'zh-CN': '上下' },
  noSides: {
    en: 'Left and right may be mirrored because no label has a side of its own.',
    'zh-CN': '可以左右镜像，因为没有标签区分左右。',
  },
  exchanged: {
    en: 'Where left and right are mirrored, labels change places: {pairs}.',
    'zh-CN': '左右镜像时，下列标签互换：{pairs}。',
  },
  askedMirrored: {
    en: 'A prediction is the mean over the image and its mirror images, which takes {times} times as long and is more certain.',
    'zh-CN': '预测取图像与其镜像结果的平均值，耗时为 {times} 倍，但更可靠。',
  },
  aboutMinutes: {
    en: 'about {minutes} min',
    'zh-CN': '约需 {minutes} 分钟',
  },
  underAMinute: {
    en: 'less than a minute',
    'zh-CN': '不到一分钟',
  },
  labels: {
    en: 'It learns to find {labels} (complete slices to learn from: {slices}; cases: {cases}).',
    'zh-CN': '它将学习分割{labels}（用于学习的已完成切片：{slices}；病例：{cases}）。',
  },
  context: {
    en: 'It sees each slice with the one before and the one after it, because neighbours tell where a structure begins and ends.',
    'zh-CN': '它在查看每个切片时会同时看到前后相邻的切片，因为相邻切片能说明结构从哪里开始、到哪里结束。',
  },
  ctScale: {
    en: 'Grey values are taken as Hounsfield units, because CT measures the same in every patient.',
    'zh-CN': '灰度值按亨氏单位处理，因为 CT 在每位患者身上的测量标准相同。',
  },
  ownScale: {
    en: 'Each image is brought to a scale of its own, because its grey values mean nothing absolute.',
    'zh-CN': '每幅图像都按自身范围归一化，因为其灰度值没有绝对含义。',
  },
  judges: {
    en: 'Patients held back to judge it: {judges} of {patients}.',
    'zh-CN': '留作评估的患者：{patients} 位中的 {judges} 位。',
  },
} as const;
