/** What the use cases on labels, models and masks say to people. */

export const workSentences = {
  cancelled: {
    en: 'This was cancelled.',
    'zh-CN': '已取消。',
  },
  programCloses: {
    en: 'Lamina was closed while this was running.',
    'zh-CN': '运行期间 Lamina 被关闭。',
  },
  noCases: {
    en: 'This project has no cases yet; import images with labels first.',
    'zh-CN': '此项目还没有病例；请先导入带标注的图像。',
  },
  snapshotUnreadable: {
    en: 'The list of what a model was taught with, {file}, is missing or was changed; restore it from a back-up copy of the project’s folder.',
    'zh-CN': '记录模型训练数据的文件 {file} 缺失或被更改；请从项目文件夹的备份副本中恢复。',
  },
  noModel: {
    en: 'This project has no trained model yet; train one first.',
    'zh-CN': '此项目还没有训练好的模型；请先训练一个模型。',
  },
  unknownModel: {
    en: 'There is no model {id} in this project; choose one of those that “lamina models” or the Train page lists.',
    'zh-CN': '此项目中没有模型 {id}；请从“lamina models”或训练页面列出的模型中选择。',
  },
  deletedModel: {
    en: 'The model {name} was deleted; choose another one.',
    'zh-CN': '模型 {name} 已被删除；请选择其他模型。',
  },
  noJudgedSlice: {
    en: 'What the model said of {name} when it was judged is not kept; predict the case to see it.',
    'zh-CN': '模型评估时对 {name} 的预测没有保留；如需查看，请预测该病例。',
  },
  minutesLeft: {
    en: 'loss {loss}, {minutes} min left',
    'zh-CN': '损失 {loss}，剩余 {minutes} 分钟',
  },
  imageMissing: {
    en: 'Of {name} the image {role} is missing, which this model is shown as well; put it beside the others, named like them.',
    'zh-CN': '{name} 缺少此模型同样需要的图像 {role}；请将其与其他图像放在一起，并按相同方式命名。',
  },
  otherModality: {
    en: 'This image looks like {found}, but the model was trained on {trained}; judge its mask with care.',
    'zh-CN': '该图像看起来是 {found}，而模型是用 {trained} 训练的；请谨慎判断其掩膜。',
  },
  sameName: {
    en: '{file} was left out: another input has the same name {name}, and both masks would be one file; rename one or segment them into different folders.',
    'zh-CN': '已跳过 {file}：另一个输入的名称也是 {name}，两个掩膜会成为同一个文件；请重命名其一，或输出到不同的文件夹。',
  },
  nothingFound: {
    en: 'No image was found in {path}; give a NIfTI or PNG file, a DICOM folder, or a folder that holds some.',
    'zh-CN': '在 {path} 中没有找到图像；请指定 NIfTI 或 PNG 文件、DICOM 文件夹，或包含它们的文件夹。',
  },
  maskDiffers: {
    en: '{file} was read back differently from what was written, and was removed; check the disk and try again.',
    'zh-CN': '{file} 回读结果与写入内容不一致，已删除；请检查磁盘后重试。',
  },
  maskExists: {
    en: '{file} exists already and was left as it is; choose another place, or allow that files are replaced.',
    'zh-CN': '{file} 已存在，未作更改；请选择其他位置，或允许替换文件。',
  },
  caseIncomplete: {
    en: 'Case {name} is not finished: {complete} of {slices} slices are complete; finish it, or choose what incomplete slices become.',
    'zh-CN': '病例 {name} 尚未完成：{slices} 层中已完成 {complete} 层；请完成标注，或选择未完成的切片如何处理。',
  },
  noLabelmap: {
    en: 'Case {name} has no labels by {author} yet.',
    'zh-CN': '病例 {name} 还没有 {author} 的标注。',
  },
  noLabelsYet: {
    en: 'Nobody has labelled case {name} yet, so there is nothing of it to write; import its labels or draw them first.',
    'zh-CN': '病例 {name} 还没有任何标注，没有可写出的内容；请先导入或绘制标注。',
  },
  outInProject: {
    en: '{out} lies in the project’s own folder; choose a folder outside it.',
    'zh-CN': '{out} 位于项目自身的文件夹中；请选择项目之外的文件夹。',
  },
  ignoreCollides: {
    en: 'The value {value} for incomplete slices belongs to the label “{label}”; choose another one.',
    'zh-CN': '用于未完成切片的数值 {value} 已属于标签“{label}”；请选择其他数值。',
  },
  noRoomToIgnore: {
    en: 'Case {name} uses all 255 labels, so no value is left that could mark its incomplete slices; finish it, or let incomplete slices become background.',
    'zh-CN': '病例 {name} 已使用全部 255 个标签，没有剩余数值可标记未完成的切片；请完成标注，或将未完成的切片写为背景。',
  },
} as const;
