/** What a person reads from the engine, in both languages. */
export const engineSentences = {
  javascriptAsked: {
    en: 'JavaScript was asked for by LAMINA_ENGINE; the native library is many times faster.',
    'zh-CN': '已通过 LAMINA_ENGINE 指定使用 JavaScript；原生库要快得多。',
  },
  noNativeLibrary: {
    en: 'The native TensorFlow library could not be used ({reason}), so this computes in JavaScript, many times slower; run `npm run setup` to repair it.',
    'zh-CN': '无法使用原生 TensorFlow 库（{reason}），因此改用 JavaScript 计算，速度慢得多；请运行 `npm run setup` 修复。',
  },
  noGpuFound: {
    en: 'The GPU library is installed but found no usable GPU, so this computes on the CPU.',
    'zh-CN': '已安装 GPU 库，但未找到可用的 GPU，因此使用 CPU 计算。',
  },
  cancelled: {
    en: 'The work was cancelled.',
    'zh-CN': '任务已取消。',
  },
  unreadableVoxels: {
    en: 'The voxels of {case} could not be read from {file} ({reason}); check that the project folder is complete.',
    'zh-CN': '无法从 {file} 读取病例 {case} 的体素（{reason}）；请检查项目文件夹是否完整。',
  },
  wrongVoxelCount: {
    en: 'The file {file} of {case} holds {found} bytes where {expected} belong; the project folder is damaged, restore it from a copy.',
    'zh-CN': '病例 {case} 的文件 {file} 有 {found} 字节，应为 {expected} 字节；项目文件夹已损坏，请从备份恢复。',
  },
  unreadableManifest: {
    en: 'The list of training cases {file} could not be read; start the training again.',
    'zh-CN': '无法读取训练病例清单 {file}；请重新开始训练。',
  },
  nothingTeaches: {
    en: 'No training case has a complete slice; mark slices as complete and train again.',
    'zh-CN': '没有任何训练病例含有已完成的切片；请先将切片标记为完成，再进行训练。',
  },
  goesOnWithout: {
    en: 'This training goes on without it.',
    'zh-CN': '本次训练将不使用该病例。',
  },
  slicesNotRead: {
    en: 'No slice of it is read.',
    'zh-CN': '将不读取该病例的任何切片。',
  },
  imageMissing: {
    en: 'The case {case} has no image {role}, which this network is shown as well; import it for the case, or use a network that does without it.',
    'zh-CN': '病例 {case} 缺少此网络同样需要的图像 {role}；请为该病例导入此图像，或使用不需要它的网络。',
  },
  imagesApart: {
    en: 'The image {role} of {case} lies nowhere over its first image in the patient, so nothing of it can be shown beside that; check that both are of one examination, or register them first.',
    'zh-CN': '{case} 的图像 {role} 在患者空间中与其首幅图像毫无重叠，无法一起显示；请确认两者属于同一次检查，或先进行配准。',
  },
  imagesHardlyMeet: {
    en: 'The image {role} of {case} covers only {percent} % of its first image; the rest of it is shown as empty.',
    'zh-CN': '{case} 的图像 {role} 仅覆盖其首幅图像的 {percent}%；其余部分按空白显示。',
  },
  placesUnknown: {
    en: 'The images of {case} cannot be laid over each other: where {role} or the first image lies is not known, and they differ in size; give both in a format that says where they lie, such as NIfTI.',
    'zh-CN': '{case} 的图像无法重叠：{role} 或首幅图像的位置未知，且大小不同；请使用能说明位置的格式（如 NIfTI）提供两者。',
  },
  voxelUponVoxel: {
    en: 'Of {case}, either {role} or the first image does not say where it lies; having the same size they were laid voxel upon voxel, so check that they belong together.',
    'zh-CN': '{case} 的 {role} 或首幅图像没有说明位置；因大小相同，已逐体素重叠，请确认它们相互对应。',
  },
  damagedModel: {
    en: 'The model in {folder} is damaged or incomplete ({reason}); train it again or restore it from a copy.',
    'zh-CN': '{folder} 中的模型已损坏或不完整（{reason}）；请重新训练或从备份恢复。',
  },
  modelsDiffer: {
    en: 'These models see or label images differently, so they cannot decide together; choose models of one training with several folds.',
    'zh-CN': '这些模型读取或标注图像的方式不同，无法共同判断；请选择同一次多折训练得到的模型。',
  },
  tooLittleMemory: {
    en: 'There was not enough memory for this network and patch size; use fewer patches at a time (microBatch), smaller patches, or a smaller network.',
    'zh-CN': '内存不足以支持该网络和图像块大小；请减少每次计算的图像块数（microBatch）、缩小图像块或使用更小的网络。',
  },
  lossNotFinite: {
    en: 'The training lost its way at step {step} (the loss is no number any more); train again with a smaller learning rate.',
    'zh-CN': '训练在第 {step} 步发散（损失不再是数值）；请用更小的学习率重新训练。',
  },
  slowerThanExpected: {
    en: 'The machine became slower than at the start, so the training ends after {done} of {planned} epochs to keep to its time.',
    'zh-CN': '计算机比开始时变慢，为遵守时间限制，训练将在 {planned} 轮中的第 {done} 轮后结束。',
  },
  farTooLate: {
    en: 'The training took longer than its time by a fifth, so it ends after {done} of {planned} steps.',
    'zh-CN': '训练已超出给定时间五分之一，因此在 {planned} 步中的第 {done} 步后结束。',
  },
  minutesTooShort: {
    en: 'The {minutes} min are too short: this training will do {steps} steps and take about {expected} min; give it about {needed} min or more.',
    'zh-CN': '{minutes} 分钟太短：此训练将进行 {steps} 步，约需 {expected} 分钟；请给它约 {needed} 分钟或更长时间。',
  },
  noLongerBetter: {
    en: 'The model no longer became better on the cases that judge it, so the training ends after {done} of {planned} epochs, as its plan says.',
    'zh-CN': '模型在评估病例上不再变好，按计划训练在 {planned} 轮中的第 {done} 轮后结束。',
  },
  patienceSeesNothing: {
    en: 'No case that judges holds a label, so the training cannot see when the model no longer becomes better and does all its epochs.',
    'zh-CN': '评估病例中没有任何标签，训练无法判断模型何时不再变好，因此将完成全部轮次。',
  },
  unexpected: {
    en: 'Something went wrong inside the program while computing; the log holds the details.',
    'zh-CN': '计算时程序内部出现问题；详情请查看日志。',
  },
} as const;
