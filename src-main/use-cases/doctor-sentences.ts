/** What `lamina doctor` says about a machine. */

export const doctorSentences = {
  asIs: { en: '{text}', 'zh-CN': '{text}' },
  cores: { en: '{cores} cores', 'zh-CN': '{cores} 个核心' },
  memory: { en: '{total} GB, {free} GB free', 'zh-CN': '{total} GB，空闲 {free} GB' },
  littleMemory: {
    en: '{total} GB, {free} GB free; below {least} GB only small networks can be trained.',
    'zh-CN': '{total} GB，空闲 {free} GB；低于 {least} GB 时只能训练小型网络。',
  },
  noEngine: {
    en: 'nothing can be computed ({reason}); run `npm run setup` again.',
    'zh-CN': '无法进行计算（{reason}）；请重新运行 `npm run setup`。',
  },
  noDatabase: {
    en: 'the database library cannot be loaded, so no project can be opened; run `npm run setup` again.',
    'zh-CN': '无法加载数据库组件，因此不能打开项目；请重新运行 `npm run setup`。',
  },
} as const;
