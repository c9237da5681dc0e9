/** What a person is told when images come into a project. */

export const importSentences = {
  badPattern: {
    en: 'The patient pattern “{pattern}” is no regular expression with one group, e.g. “^(\\d+)_”; mend it.',
    'zh-CN': '患者模式“{pattern}”不是含一个分组的正则表达式（例如“^(\\d+)_”）；请修正。',
  },
  patternMissed: {
    en: 'The patient pattern does not match {missed} of {all} names; there the patient comes from the file.',
    'zh-CN': '{all} 个名称中有 {missed} 个与患者模式不匹配；这些文件的患者取自文件本身。',
  },
  badTable: {
    en: '{file} is no table with the columns name,patient in its first line; mend it.',
    'zh-CN': '{file} 不是首行为 name,patient 两列的表格；请修正。',
  },
  tableMissing: {
    en: 'The table {file} could not be read; check the path.',
    'zh-CN': '无法读取表格 {file}；请检查路径。',
  },
  modalityGuessed: {
    en: 'Images taken as {modality}: {count}, e.g. {name}: {reason}; if that is wrong, state the modality when importing.',
    'zh-CN': '{count} 幅图像被判断为 {modality}，例如 {name}：{reason}；如有误，请在导入时指定模态。',
  },
  noLabelsFor: {
    en: 'No label file belongs to {name} by its name; the image was imported without labels.',
    'zh-CN': '没有名称与 {name} 对应的标注文件；该图像已导入但没有标注。',
  },
  labelsUnpaired: {
    en: '{count} label files were left out, e.g. {file}: no image has their name, or it is not clear which belongs to which.',
    'zh-CN': '{count} 个标注文件已跳过，例如 {file}：没有同名图像，或无法确定它们的对应关系。',
  },
  pairedByPart: {
    en: '{labels} was taken for the labels of {name}, since one name is a part of the other and no other fits as well; check that they belong together.',
    'zh-CN': '{labels} 被视为 {name} 的标注，因为一个名称包含另一个且没有更匹配的名称；请确认它们相互对应。',
  },
  labelsFolderMissing: {
    en: '{folder} holds no label files; check the path.',
    'zh-CN': '{folder} 中没有标注文件；请检查路径。',
  },
  renamed: {
    en: '{file}: a case {taken} is there already with another content, so this one is named {name}.',
    'zh-CN': '{file}：已有内容不同的病例 {taken}，因此命名为 {name}。',
  },
  tooManyLabels: {
    en: '{file} holds {count} label values; with those of the project that is more than the 255 that fit.',
    'zh-CN': '{file} 含有 {count} 个标签值；加上项目中已有的标签，超过了 255 个的上限。',
  },
  presentKept: {
    en: '{file} is in the project already as {name}; its labels were left as they are.',
    'zh-CN': '{file} 已在项目中（{name}）；其标注保持不变。',
  },
  presentLabelled: {
    en: '{file} is in the project already as {name}, and had no labels; it has those of {labels} now.',
    'zh-CN': '{file} 已在项目中（{name}），此前没有标注；现已加入 {labels} 的标注。',
  },
  orientationStated: {
    en: '{file} is in the project already as {name}, where its orientation was not known; it is {orientation} now, as stated.',
    'zh-CN': '{file} 已在项目中（{name}），此前方位未知；现按说明设为 {orientation}。',
  },
  spacingDistrusted: {
    en: '{file} is in the project already as {name}; its spacing counts as unknown from now on, as stated, and nothing of it is told in mm; to take that back, export its labels, remove the case and import both anew.',
    'zh-CN': '{file} 已在项目中（{name}）；现按说明将其间距视为未知，相关数值不再以毫米表示；如需撤回，请导出其标注，移除该病例，再重新导入图像和标注。',
  },
  rolesLeftOut: {
    en: '{count} images were left out, e.g. {file}: nothing in their names says which of {roles} they are.',
    'zh-CN': '{count} 幅图像已跳过，例如 {file}：名称中没有说明它们是 {roles} 中的哪一种。',
  },
  rolesNowhere: {
    en: 'None of the {count} images, e.g. {file}, has one of {roles} at the end of its name, as its folder or in its series description, so nothing tells which belong together; name the images so, or say what they are called.',
    'zh-CN': '{count} 幅图像（例如 {file}）的名称结尾、文件夹或序列描述中都没有 {roles} 之一，无法判断哪些属于同一病例；请如此命名图像，或说明它们的名称。',
  },
  roleUnknown: {
    en: 'Nothing in the name of {file} says which of {roles} it is; rename it, so that it ends with one of these words.',
    'zh-CN': '{file} 的名称没有说明它是 {roles} 中的哪一种；请重命名，使其以其中一个词结尾。',
  },
  roleTwice: {
    en: 'The case {name} has {count} images {role}, e.g. {first} and {second}, and it is not clear which is meant; leave all but one out.',
    'zh-CN': '病例 {name} 有 {count} 幅 {role} 图像（例如 {first} 和 {second}），无法确定使用哪一幅；请只保留一幅。',
  },
  firstMissing: {
    en: 'The case {name} has no image {role}, which its labels would lie on, but {file}; add that image, or name another one first.',
    'zh-CN': '病例 {name} 缺少标注所在的图像 {role}，只有 {file}；请补充该图像，或将另一种图像列在最前。',
  },
  furtherMissing: {
    en: 'The case {name} has no image {role}; it cannot teach a network that is shown {role}.',
    'zh-CN': '病例 {name} 缺少图像 {role}；无法用于训练需要 {role} 的网络。',
  },
  otherPatient: {
    en: '{file} is of another patient than {first}, so they are no images of one case {name}; check which belong together.',
    'zh-CN': '{file} 与 {first} 属于不同患者，不能作为同一病例 {name} 的图像；请检查它们的对应关系。',
  },
  manyTimePoints: {
    en: '{file} holds {count} time points where one is needed beside the other images of {name}; save one of them as a file of its own.',
    'zh-CN': '{file} 含有 {count} 个时间点，而与 {name} 的其他图像并列时只需要一个；请将其中一个另存为单独的文件。',
  },
  presentCompleted: {
    en: '{file} is in the project already as {name}; it has {roles} as well now.',
    'zh-CN': '{file} 已在项目中（{name}）；现已加入 {roles}。',
  },
  manyImages: {
    en: '{path} holds {count} images; name one of them.',
    'zh-CN': '{path} 中有 {count} 幅图像；请指定其中一幅。',
  },
} as const;

/** Default name of a label that comes without one. Names are the project's data: one language, that a person may change. */
export const defaultLabelName = (value: number): string => `label ${value}`;
