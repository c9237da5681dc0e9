/** What a person is told before and while an annotator is replayed. */
export const simulateSentences = {
  nobodyJudges: {
    en: 'Nobody would judge the simulated trainings: draw a test set, or name patients that are to judge.',
    'zh-CN': '没有可用于评估模拟训练的病例：请先抽取测试集，或指定用于评估的患者。',
  },
  unknownName: {
    en: 'No case or patient with complete slices is called {name}; check the spelling, or import and complete it first.',
    'zh-CN': '没有名为 {name} 且含已完成切片的病例或患者；请检查名称，或先导入并完成标注。',
  },
  nobodyTeaches: {
    en: 'No case with complete slices is left to choose from; name fewer that are to judge.',
    'zh-CN': '没有剩余的含已完成切片的病例可供选择；请减少用于评估的病例。',
  },
  otherSimulation: {
    en: 'In {folder} lies a simulation that was begun otherwise ({what}); choose another folder, or ask for the same.',
    'zh-CN': '{folder} 中已有一个以不同设置开始的模拟（{what}）；请选择其他文件夹，或使用相同的设置。',
  },
  unreadable: {
    en: 'The simulation in {folder} cannot be read; choose another folder.',
    'zh-CN': '无法读取 {folder} 中的模拟；请选择其他文件夹。',
  },
  budgets: { en: 'budgets', 'zh-CN': '预算' },
  steps: { en: 'steps', 'zh-CN': '步数' },
  network: { en: 'network', 'zh-CN': '网络' },
  plan: { en: 'plan', 'zh-CN': '计划' },
  test: { en: 'who judges', 'zh-CN': '评估病例' },
  pool: { en: 'who may teach', 'zh-CN': '可选病例' },
  project: { en: 'another project', 'zh-CN': '另一个项目' },
  comma: { en: '{first}, {second}', 'zh-CN': '{first}、{second}' },
  place: {
    en: 'seed {seed}, {arm}, {percent} % of the slices: {phase}',
    'zh-CN': '种子 {seed}，{arm}，切片的 {percent} %：{phase}',
  },
  brokenOff: {
    en: 'Seed {seed}, {arm} ends at {percent} %: {why}',
    'zh-CN': '种子 {seed}，{arm} 在 {percent} % 处终止：{why}',
  },
  training: { en: 'training', 'zh-CN': '训练' },
  judging: { en: 'judging', 'zh-CN': '评估' },
  choosing: { en: 'choosing slices', 'zh-CN': '选择切片' },
} as const;
