/** What is said where something cannot be done with a model. */

export const modelSentences = {
  inUse: {
    en: 'The model {name} is in use; make another one active before it is deleted.',
    'zh-CN': '模型 {name} 正在使用；请先启用其他模型再删除它。',
  },
  startOfModels: {
    en: 'Trainings of other models started from {name} ({models}), and could not be repeated without it; delete those first.',
    'zh-CN': '其他模型的训练以 {name} 为起点（{models}），没有它就无法重复训练；请先删除这些模型。',
  },
  startOfTraining: {
    en: 'An unfinished training started from the model {name}; finish or discard that training first.',
    'zh-CN': '有未完成的训练以模型 {name} 为起点；请先完成或放弃该训练。',
  },
  queued: {
    en: 'The model {name} chose slices of the present queue that nobody has been through (their number: {slices}); work through the queue or fill it anew first.',
    'zh-CN': '当前队列中有 {slices} 个由模型 {name} 选出且尚未处理的切片；请先处理完队列或重新填充。',
  },
  atWork: {
    en: 'Work that needs the model {name} is running or waiting; delete it when that has ended.',
    'zh-CN': '需要模型 {name} 的任务正在运行或等待；请在其结束后再删除。',
  },
  readOnly: {
    en: 'Nothing can be written in this project: {reason}',
    'zh-CN': '无法写入此项目：{reason}',
  },
  nothingBefore: {
    en: 'No other model was in use before this one; train one, or choose one to use.',
    'zh-CN': '此前没有使用过其他模型；请训练一个模型，或选择要使用的模型。',
  },
  notOnlyTwo: {
    en: 'A model is compared with another one; choose two different models.',
    'zh-CN': '模型应与另一个模型比较；请选择两个不同的模型。',
  },
  endedEarly: {
    en: 'This training ended early, after {steps} of {planned} planned steps; it was repeated up to there. Where its minutes cut it short, its losses agree only up to the cut, after which its learning rates depended on the machine’s speed.',
    'zh-CN': '此训练提前结束，完成了计划 {planned} 步中的 {steps} 步；重复训练到此为止。如果是因时间不足而缩短，损失只在缩短之前一致，此后的学习率取决于机器速度。',
  },
  foldsEndedEarly: {
    en: 'A training of this cross-validation ended early, and which step that was is not kept for each of them; so it cannot be repeated.',
    'zh-CN': '此交叉验证中有训练提前结束，而各次训练结束的步数没有单独保存，因此无法重复。',
  },
  otherEngine: {
    en: 'It was computed with {then}, now with {now}: another program or device adds in another order, so equal losses are not to be expected.',
    'zh-CN': '当初使用 {then} 计算，现在使用 {now}：不同的程序或设备求和顺序不同，损失不会逐位相同。',
  },
  onGpu: {
    en: 'On a GPU sums are taken in an order that is not fixed, so losses agree to a few digits, and not to the last bit.',
    'zh-CN': '在 GPU 上求和顺序不固定，因此损失只在前几位数字上一致，而不会逐位相同。',
  },
  noCurve: {
    en: 'This model keeps no losses of its epochs; its last loss was compared.',
    'zh-CN': '此模型没有保存各轮的损失；比较的是最后的损失。',
  },
} as const;
