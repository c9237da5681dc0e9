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
  network: {
    en: 'A 2D U-Net with {first} to {last} filters, because a slice has about {rows} × {columns} pixels. Its full schedule takes {minutes} and {memory} GB of memory on this machine; the minutes that you choose set its length.',
    'zh-CN': '采用 {first} 至 {last} 个滤波器的二维 U-Net，因为每个切片约有 {rows} × {columns} 像素。完整训练在本机上{minutes}、{memory} GB 内存；实际时长由您选择的分钟数决定。',
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
