/** What is said of trainings that stop before their end, and go on. */
export const trainingSentences = {
  unknownTraining: {
    en: 'There is no unfinished training {id} in this project; it has ended, or was discarded.',
    'zh-CN': '此项目中没有未完成的训练 {id}；它已经结束或已被放弃。',
  },
  computedNow: {
    en: 'This training is running; pause or stop it first.',
    'zh-CN': '此训练正在进行；请先暂停或停止它。',
  },
  readOnly: {
    en: 'This project can only be read, so no training can go on or be discarded in it: {reason}',
    'zh-CN': '此项目为只读，其中的训练无法继续或放弃：{reason}',
  },
  unreadable: {
    en: 'What is kept of this training ({file}) cannot be read by this version of Lamina; discard it and begin a new one.',
    'zh-CN': '此版本的 Lamina 无法读取该训练的记录（{file}）；请放弃它并开始新的训练。',
  },
  snapshotGone: {
    en: 'This training cannot go on: {file}, from which it learns, is missing or was changed; put it back, or discard the training and begin a new one.',
    'zh-CN': '此训练无法继续：其学习所用的 {file} 缺失或已被更改；请恢复该文件，或放弃此训练并开始新的训练。',
  },
  planUnusable: {
    en: 'This training cannot go on: its plan cannot be used by this version of Lamina ({part}); discard it and begin a new one.',
    'zh-CN': '此训练无法继续：此版本的 Lamina 无法使用其计划（{part}）；请放弃它并开始新的训练。',
  },
  testPatients: {
    en: 'This training cannot go on: since it began, patients that it learns from or is judged by were put into the test set; discard it and begin a new one.',
    'zh-CN': '此训练无法继续：训练开始后，其学习或评估所用的患者被划入了测试集；请放弃它并开始新的训练。',
  },
  modelGone: {
    en: 'This training cannot go on: the model from which it started is gone; discard it and begin a new one.',
    'zh-CN': '此训练无法继续：它所依据的起始模型已不存在；请放弃它并开始新的训练。',
  },
  fewerAtATime: {
    en: 'Memory ran out, so the training goes on from step {step} with {fewer} instead of {before} patches at a time; it learns the same, only each step takes longer.',
    'zh-CN': '内存不足，训练从第 {step} 步继续，每次计算 {fewer} 个图块而不是 {before} 个；学习内容不变，只是每一步更慢。',
  },
  tooLarge: {
    en: 'Memory ran out even with one patch at a time; close other programs, or train with smaller patches or fewer filters.',
    'zh-CN': '即使每次只计算一个图块，内存仍然不足；请关闭其他程序，或使用更小的图块或更少的滤波器训练。',
  },
  crashed: {
    en: 'The computing process ended unexpectedly ({reason}).',
    'zh-CN': '计算进程意外结束（{reason}）。',
  },
  kept: {
    en: '{reason} The training is kept as it was after step {step}; go on with it, or discard it.',
    'zh-CN': '{reason}训练已保留到第 {step} 步；可以继续或放弃。',
  },
} as const;
