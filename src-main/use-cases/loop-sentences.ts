/** What is said of the loop of labelling and training. */

export const loopSentences = {
  notScored: {
    en: 'The model {model} could not be scored on the test set: {reason}',
    'zh-CN': '模型 {model} 无法在测试集上评分：{reason}',
  },
  notRead: {
    en: 'Case {name} could not be read by the model, so its slices are chosen without it: {reason}',
    'zh-CN': '模型无法读取病例 {name}，因此其切片的选择不参考模型：{reason}',
  },
  notJudgedAgain: {
    en: 'The model in use could not be asked again about the validation patients, so its last judgement counts: {reason}',
    'zh-CN': '无法让当前使用的模型重新预测验证患者，因此采用其上一次的评判结果：{reason}',
  },
  unpaintedTestCase: {
    en: 'Case {name} belongs to the test set, whose slices are painted without a prediction in view; complete those that were drawn first.',
    'zh-CN': '病例 {name} 属于测试集，其切片须在不显示预测的情况下绘制；请先完成抽取的切片。',
  },
  acceptedOnTestCase: {
    en: 'Case {name} belongs to the test set, whose labels are painted by hand: no prediction is accepted there.',
    'zh-CN': '病例 {name} 属于测试集，其标注须手工绘制：不能在其中接受预测。',
  },
} as const;
