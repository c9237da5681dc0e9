/** What a person reads when a training is planned. */

export const planningSentences = {
  judgedBySlabs: {
    en: 'Fewer than {fewest} patients have complete slices, so the model is judged on slices of the same patients that are kept apart from those that teach (slices: {slices}); its validation Dice is not from separate patients and will be lower on new ones.',
    'zh-CN': '有已完成切片的患者少于 {fewest} 位，因此用同一批患者中与训练切片隔开的切片评估模型（切片数：{slices}）；验证 Dice 并非来自独立的患者，在新患者上会更低。',
  },
  noSlabs: {
    en: 'The complete slices are too few or lie too close together to keep some of them apart, so the model\'s quality is not measured; mark more slices, or slices of more patients, as complete.',
    'zh-CN': '已完成的切片太少或彼此太近，无法分出一部分用于评估，因此模型的质量不会被测量；请将更多切片或更多患者的切片标记为已完成。',
  },
  fewPatients: {
    en: 'Only {patients} patients have complete slices, and the model is judged on {heldBack} of them: read its validation Dice as a rough guide.',
    'zh-CN': '只有 {patients} 位患者有已完成的切片，因此仅用其中 {heldBack} 位评估模型：验证 Dice 只能作为粗略参考。',
  },
  validationTakesAll: {
    en: '{asked} patients were asked for validation, but only {patients} have complete slices and one at least must be left to learn from; ask for at most {most}.',
    'zh-CN': '要求用 {asked} 位患者做验证，但只有 {patients} 位患者有已完成的切片，且至少要留一位用于学习；请最多要求 {most} 位。',
  },
  noCompleteSlices: {
    en: 'No slice is marked complete, so there is nothing to learn from; import labels, or draw them and mark the slices as complete.',
    'zh-CN': '没有任何切片被标记为已完成，因此没有可学习的内容；请导入标注，或绘制标注并将切片标记为已完成。',
  },
  noLabelsDrawn: {
    en: 'The complete slices of the training patients hold no label, so there is nothing to tell apart; draw at least one label and mark its slices as complete.',
    'zh-CN': '训练患者的已完成切片中没有任何标签，因此没有可区分的内容；请至少绘制一个标签，并将其切片标记为已完成。',
  },
  patchNotMultiple: {
    en: 'A patch of {patch} does not fit the network: its sides must be multiples of {strides}; change "patch" in the plan.',
    'zh-CN': '{patch} 的图块与网络不匹配：各边必须分别是 {strides} 的倍数；请修改计划中的 "patch"。',
  },
  wouldSeeWhatJudges: {
    en: 'There are too few patients to judge by, so slices of the same patients judge, and {network} would see {seen} slices at once where {most} keep apart from those; choose unet-2d, or mark slices of more patients as complete.',
    'zh-CN': '可用于评估的患者太少，因此由同一批患者的切片评估，而 {network} 一次会看到 {seen} 个切片，只有不超过 {most} 个才能与评估切片隔开；请选择 unet-2d，或将更多患者的切片标记为已完成。',
  },
  patchOfOtherDimensions: {
    en: 'The network {network} takes patches of {dimensions} lengths, but the plan gives {found}; change "patch" in the plan.',
    'zh-CN': '网络 {network} 的图块需要 {dimensions} 个边长，而计划给出了 {found} 个；请修改计划中的 "patch"。',
  },
  volumesHaveNoContext: {
    en: 'A network for volumes sees neighbouring slices anyway; set "contextSlices" to 1 in the plan.',
    'zh-CN': '用于三维体积的网络本来就能看到相邻切片；请将计划中的 "contextSlices" 设为 1。',
  },
  levelsDoNotFit: {
    en: 'The levels of the network do not fit its dimensions: each needs a kernel and a stride of {dimensions} numbers, and the first a stride of 1 along every axis; change "network" in the plan.',
    'zh-CN': '网络各层与其维数不匹配：每层的 kernel 和 stride 都必须有 {dimensions} 个数，且第一层沿每个轴的 stride 必须为 1；请修改计划中的 "network"。',
  },
  kernelShorterThanStride: {
    en: 'A level of the network steps further than its kernel is long and would leave voxels out; make its "kernel" at least as long as its "stride" along every axis.',
    'zh-CN': '网络某一层的步幅大于其卷积核长度，会遗漏体素；请使其 "kernel" 沿每个轴都不短于 "stride"。',
  },
  lossOfNothing: {
    en: 'The plan\'s "loss" has neither "voxels" nor "overlap", so there is nothing to learn by; give one of them or both.',
    'zh-CN': '计划中的 "loss" 既没有 "voxels" 也没有 "overlap"，无法据此学习；请至少给出其中一项。',
  },
  classWeightsDoNotFit: {
    en: 'The plan\'s loss holds {found} class weights for {outputs} outputs; give one for each, the background first, not all of them 0.',
    'zh-CN': '计划的损失函数为 {outputs} 个输出给出了 {found} 个类别权重；请为每个输出各给一个，背景在前，且不能全为 0。',
  },
  microBatchDoesNotDivide: {
    en: 'A batch of {batch} cannot be made of parts of {microBatch}; change "batch" or "microBatch" in the plan so that one divides the other.',
    'zh-CN': '批量 {batch} 无法由大小为 {microBatch} 的部分组成；请修改计划中的 "batch" 或 "microBatch"，使其可以整除。',
  },
  windowUpsideDown: {
    en: 'The window from {low} to {high} is empty; change "normalisation" in the plan so that low is below high.',
    'zh-CN': '从 {low} 到 {high} 的窗口为空；请修改计划中的 "normalisation"，使 low 小于 high。',
  },
  shownTwice: {
    en: 'The plan\'s "furtherInputs" name the image {role} twice; name each of them once.',
    'zh-CN': '计划的 "furtherInputs" 中图像 {role} 出现了两次；每幅图像只能列出一次。',
  },
  pairsDoNotFit: {
    en: 'The plan\'s "mirrorPairs" {pairs} do not fit: each holds two outputs from 1 to {last}, and no output comes twice; change "augmentation" in the plan.',
    'zh-CN': '计划中的 "mirrorPairs" {pairs} 不合适：每对须为 1 至 {last} 之间的两个输出，且每个输出最多出现一次；请修改计划中的 "augmentation"。',
  },
  sideAlone: {
    en: 'Left and right cannot be mirrored, because the label {label} has a side and would be learnt on the wrong one; take 0 out of "mirrorAxes", or name the two outputs that change places in "mirrorPairs".',
    'zh-CN': '不能左右镜像，因为标签“{label}”有左右之分，镜像后会学到错误的一侧；请从 "mirrorAxes" 中去掉 0，或在 "mirrorPairs" 中写明互换的两个输出。',
  },
  largestOfNothing: {
    en: 'The plan\'s "largestComponents" name output {output}, but its labels are outputs 1 to {last}; change "prediction" in the plan.',
    'zh-CN': '计划中的 "largestComponents" 指定了输出 {output}，但标签对应的输出为 1 至 {last}；请修改计划中的 "prediction"。',
  },
  outputsUnusable: {
    en: 'The plan\'s "outputs" must begin with the background (index 0), and name each of the project\'s labels at most once.',
    'zh-CN': '计划中的 "outputs" 必须以背景（索引 0）开头，并且项目的每个标签最多出现一次。',
  },
} as const;
