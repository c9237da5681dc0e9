export const tooLargeToWalk = {
  en: 'The random walker was not started: the box around the scribbles holds {millions} million voxels and may hold {most} million; draw the scribbles closer together, make the margin smaller, or use grow from seeds.',
  'zh-CN': '未启动随机游走：涂画区域的外接框含 {millions} 百万个体素，上限为 {most} 百万；请将涂画放得更近、减小边距，或改用种子生长。',
} as const;
