/** Everything that an inspection of a project says to a person. */

export const nameSentences = {
  ofCase: { en: '{entry} {number} of the case “{name}”', 'zh-CN': '病例“{name}”的{entry} {number}' },
  named: { en: '{entry} {number}, “{name}”,', 'zh-CN': '名为“{name}”的{entry} {number}' },
  numbered: { en: '{entry} {number}', 'zh-CN': '{entry} {number}' },
  other: { en: 'Entry ({kind})', 'zh-CN': '记录（{kind}）' },
} as const;

export const entryNames = {
  edit: { en: 'Edit', 'zh-CN': '编辑' },
  review: { en: 'Review', 'zh-CN': '审阅' },
  snapshot: { en: 'Snapshot', 'zh-CN': '快照' },
  model: { en: 'Model', 'zh-CN': '模型' },
  measurement: { en: 'Measurement', 'zh-CN': '测量' },
  note: { en: 'Note', 'zh-CN': '备注' },
  pin: { en: 'Pin', 'zh-CN': '标记' },
  model_note: { en: 'Note on the model', 'zh-CN': '模型备注' },
  consensus: { en: 'Consensus', 'zh-CN': '共识' },
} as const;

export const logSentences = {
  eventChanged: {
    en: 'Event {number} ({kind}) of the log is not what was written.',
    'zh-CN': '日志中的事件 {number}（{kind}）与当初写入的不一致。',
  },
  rowsChanged: {
    en: '{what} is not what was written: its content, author or time was changed, or a part of it was taken out or put in.',
    'zh-CN': '{what} 与当初写入的不一致：其内容、作者或时间被更改，或有部分被删除或添加。',
  },
  rowsGone: { en: '{what} is in the log, and the entry itself was taken out.', 'zh-CN': '{what} 在日志中，但记录本身已被删除。' },
  rowsStray: { en: '{what} is not in the log: it was put in without it.', 'zh-CN': '{what} 不在日志中：它是绕过日志添加的。' },
  tilesStray: { en: 'There are labels of an edit {number}, which there is not.', 'zh-CN': '存在编辑 {number} 的标签，但没有这一编辑。' },
  beginningCut: {
    en: 'The log begins with event {number} ({kind}), which is no beginning: what came before was taken out.',
    'zh-CN': '日志以事件 {number}（{kind}）开始，而它不是开头：之前的内容已被删除。',
  },
  eventsMissing: {
    en: 'Between event {before} and event {after} of the log events were taken out: {missing}.',
    'zh-CN': '日志中事件 {before} 与事件 {after} 之间有 {missing} 个事件被删除。',
  },
  chainBroken: {
    en: 'Event {number} ({kind}) of the log does not follow event {before}: events were changed, taken out, put in or exchanged here.',
    'zh-CN': '日志中的事件 {number}（{kind}）与事件 {before} 不衔接：此处有事件被更改、删除、添加或调换。',
  },
} as const;

/** Where one change explains all. */
export const causeSentences = {
  author: { en: '{what} is by {then}; its entry was changed to {now}.', 'zh-CN': '{what} 由 {then} 所作；其记录被改为 {now}。' },
  time: { en: '{what} was made at {then}; its entry was changed to {now}.', 'zh-CN': '{what} 作于 {then}；其记录被改为 {now}。' },
  state: { en: '{what} said “{then}”; its entry was changed.', 'zh-CN': '{what} 原为“{then}”；其记录被更改。' },
  states: {
    complete: { en: 'complete', 'zh-CN': '已完成' },
    incomplete: { en: 'not complete', 'zh-CN': '未完成' },
    reviewed: { en: 'reviewed', 'zh-CN': '已审阅' },
    returned: { en: 'returned', 'zh-CN': '已退回' },
  },
} as const;

export const headSentences = {
  unreadable: {
    en: 'The labels of {who} in the case “{name}” can no longer be read from their history.',
    'zh-CN': '病例“{name}”中 {who} 的标签无法再从其历史记录读取。',
  },
  headWrong: {
    en: 'The labels of {who} on {slices} of the case “{name}” (counted along k) are not those that their history gives.',
    'zh-CN': '病例“{name}”中 {who} 在{slices}（沿 k 轴）的标签与其历史记录不一致。',
  },
  sliceHeadWrong: {
    en: 'Of the labels of {who} in the case “{name}”, what is complete does not agree with their history on {slices}.',
    'zh-CN': '病例“{name}”中 {who} 的标签，{slices}是否完成与其历史记录不一致。',
  },
  ofModel: { en: 'the model {id}', 'zh-CN': '模型 {id}' },
  slice: { en: 'slice {list}', 'zh-CN': '第 {list} 层' },
  slices: { en: 'slices {list}', 'zh-CN': '第 {list} 层' },
  someSlices: { en: 'slices {list} and {more} more', 'zh-CN': '第 {list} 层及另外 {more} 层' },
} as const;

export const stateSentences = {
  unreadableEvent: {
    en: 'What event {number} ({kind}) of the log says cannot be understood.',
    'zh-CN': '无法理解日志中事件 {number}（{kind}）的内容。',
  },
  differs: { en: '{what}: {aspect} is not as the log says.', 'zh-CN': '{what}：{aspect}与日志不一致。' },
  differsFrom: { en: '{what}: {aspect} is “{now}”, and the log says “{then}”.', 'zh-CN': '{what}：{aspect}为“{now}”，而日志记录为“{then}”。' },
  nothing: { en: 'none', 'zh-CN': '无' },
  yes: { en: 'yes', 'zh-CN': '是' },
  no: { en: 'no', 'zh-CN': '否' },
  testPatientAdded: {
    en: 'The patient “{patient}” is in the test set, and the log knows nothing of that.',
    'zh-CN': '患者“{patient}”在测试集中，而日志没有相应记录。',
  },
  testPatientGone: { en: 'The patient “{patient}” was taken out of the test set past the log.', 'zh-CN': '患者“{patient}”被绕过日志从测试集中移除。' },
  otherDrawer: {
    en: 'The test set was drawn by “{now}”, and the log says “{then}”.',
    'zh-CN': '测试集的抽取者为“{now}”，而日志记录为“{then}”。',
  },
  testScoreChanged: {
    en: 'The figures of the model “{name}” on the test set are not those that the log tells of.',
    'zh-CN': '模型“{name}”在测试集上的结果与日志记录不符。',
  },
  foldChanged: {
    en: 'The patient “{patient}” is not in the fold of the last cross-validation that the log says.',
    'zh-CN': '患者“{patient}”所在的交叉验证折与日志不一致。',
  },
  otherModel: {
    en: 'The model in use is “{now}”, and the log says “{then}”: it was switched past the log.',
    'zh-CN': '使用中的模型为“{now}”，而日志记录为“{then}”：它被绕过日志切换。',
  },
  project: { en: 'The project', 'zh-CN': '项目' },
  noProjectRow: { en: 'The project file no longer says which project it is.', 'zh-CN': '项目文件不再说明它是哪个项目。' },
  settings: {
    conflictingForms: { en: 'the transform that places an image', 'zh-CN': '用于放置图像的变换' },
    modality: { en: 'the modality', 'zh-CN': '模态' },
    onlyReviewedTeach: { en: 'whether only reviewed slices teach', 'zh-CN': '是否只有已审阅的切片参与训练' },
    nextSliceBy: { en: 'what chooses the next slices', 'zh-CN': '下一批切片的选择方式' },
    batchSlices: { en: 'how many slices the queue is filled with', 'zh-CN': '队列每次填充的切片数' },
    refillQueue: { en: 'whether the queue is filled after each training', 'zh-CN': '每次训练后是否重新填充队列' },
  },
  ofProject: {
    id: { en: 'its identifier', 'zh-CN': '标识符' },
    name: { en: 'its name', 'zh-CN': '名称' },
    origin: { en: 'which copy it is', 'zh-CN': '所属副本' },
  },
} as const;

export const labelSentences = {
  label: { en: 'The label “{name}” (index {index})', 'zh-CN': '标签“{name}”（索引 {index}）' },
  stray: { en: 'The label “{name}” (index {index}) is not in the log: it was put in without it.', 'zh-CN': '标签“{name}”（索引 {index}）不在日志中：它是绕过日志添加的。' },
  gone: { en: 'The label “{name}” (index {index}) was taken out of the label table past the log.', 'zh-CN': '标签“{name}”（索引 {index}）被绕过日志从标签表中删除。' },
  aspects: {
    uuid: { en: 'its identifier', 'zh-CN': '标识符' },
    value: { en: 'its value in files', 'zh-CN': '文件中的数值' },
    name: { en: 'its name', 'zh-CN': '名称' },
    colour: { en: 'its colour', 'zh-CN': '颜色' },
    code: { en: 'its code', 'zh-CN': '代码' },
    locked: { en: 'whether it is locked', 'zh-CN': '是否锁定' },
    place: { en: 'its place in the list', 'zh-CN': '在列表中的位置' },
    removed: { en: 'whether it was removed', 'zh-CN': '是否已移除' },
  },
} as const;

export const caseSentences = {
  case: { en: 'The case “{name}”', 'zh-CN': '病例“{name}”' },
  image: { en: 'The image “{image}” of the case “{name}”', 'zh-CN': '病例“{name}”的图像“{image}”' },
  stray: { en: 'The case “{name}” is not in the log: it was put in without it.', 'zh-CN': '病例“{name}”不在日志中：它是绕过日志添加的。' },
  gone: { en: 'The case “{name}” is in the log, and its entry was taken out.', 'zh-CN': '病例“{name}”在日志中，但其记录已被删除。' },
  looseImage: { en: 'The image “{name}” belongs to no case.', 'zh-CN': '图像“{name}”不属于任何病例。' },
  aspects: {
    name: { en: 'its name', 'zh-CN': '名称' },
    sliceAxis: { en: 'the axis of its slices', 'zh-CN': '切片轴' },
    removed: { en: 'whether it was removed', 'zh-CN': '是否已移除' },
    images: { en: 'which images it has', 'zh-CN': '所含图像' },
  },
  imageAspects: {
    patient: { en: 'the patient', 'zh-CN': '患者' },
    name: { en: 'its name', 'zh-CN': '名称' },
    format: { en: 'its format', 'zh-CN': '格式' },
    sourceHash: { en: 'the hash of its files', 'zh-CN': '源文件哈希' },
    blob: { en: 'the hash of its voxels', 'zh-CN': '体素哈希' },
    header: { en: 'its header', 'zh-CN': '文件头' },
    geometry: { en: 'where it lies in space', 'zh-CN': '空间位置' },
    trust: { en: 'how far its place is known', 'zh-CN': '位置可信度' },
    voxelType: { en: 'the type of its voxels', 'zh-CN': '体素类型' },
    slope: { en: 'the slope of its values', 'zh-CN': '数值斜率' },
    intercept: { en: 'the intercept of its values', 'zh-CN': '数值截距' },
    modality: { en: 'its modality', 'zh-CN': '模态' },
    role: { en: 'what the case calls it', 'zh-CN': '在病例中的角色' },
    timePoint: { en: 'its time point', 'zh-CN': '时间点' },
  },
} as const;

export const peopleSentences = {
  renamed: { en: 'An annotator is called “{now}”, and the log says “{then}”.', 'zh-CN': '某标注者的名称为“{now}”，而日志记录为“{then}”。' },
  gone: { en: 'The annotator “{name}” is in the log, and their entry was taken out.', 'zh-CN': '标注者“{name}”在日志中，但其记录已被删除。' },
  labelmap: { en: 'The labels of {who} in the case “{name}”', 'zh-CN': '病例“{name}”中 {who} 的标签' },
  modelLabelmap: { en: 'The labels of a model in the case “{name}”', 'zh-CN': '病例“{name}”中某模型的标签' },
  strayLabelmap: { en: 'The case “{name}” has labels of somebody that the log does not know.', 'zh-CN': '病例“{name}”有日志中没有的标签图。' },
  labelmapGone: { en: 'Somebody’s labels of the case “{name}” are in the log, and their entry was taken out.', 'zh-CN': '病例“{name}”的某标签图在日志中，但其记录已被删除。' },
  aspects: {
    caseId: { en: 'the case that they are of', 'zh-CN': '所属病例' },
    imageId: { en: 'the image that they lie on', 'zh-CN': '所在图像' },
    readingId: { en: 'the reading that they belong to', 'zh-CN': '所属阅片' },
    readingCase: { en: 'the case that was read', 'zh-CN': '所阅病例' },
    annotator: { en: 'whose they are', 'zh-CN': '标注者' },
    modelId: { en: 'the model that made them', 'zh-CN': '生成它们的模型' },
  },
} as const;

export const readingSentences = {
  reading: { en: 'The reading of the case “{name}” by {who}', 'zh-CN': '{who} 对病例“{name}”的阅片' },
  stray: { en: 'A reading of the case “{name}” by {who} is not in the log: it was put in without it.', 'zh-CN': '{who} 对病例“{name}”的阅片不在日志中：它是绕过日志添加的。' },
  gone: { en: 'A reading by {who} is in the log, and its entry was taken out.', 'zh-CN': '{who} 的一次阅片在日志中，但其记录已被删除。' },
  aspects: {
    caseId: { en: 'its case', 'zh-CN': '病例' },
    annotator: { en: 'who reads it', 'zh-CN': '阅片者' },
    round: { en: 'which reading it is', 'zh-CN': '阅片轮次' },
    blind: { en: 'whether it is blind', 'zh-CN': '是否盲法' },
    axis: { en: 'its slice axis', 'zh-CN': '切片轴' },
    slices: { en: 'its slices', 'zh-CN': '切片' },
    finished: { en: 'whether it is finished', 'zh-CN': '是否已结束' },
    withdrawn: { en: 'whether it was withdrawn', 'zh-CN': '是否已撤回' },
    kind: { en: 'whether it is a consensus', 'zh-CN': '是否为共识' },
  },
} as const;

export const fileSentences = {
  damaged: { en: 'The table {table} of the project file is damaged ({said}).', 'zh-CN': '项目文件中的表 {table} 已损坏（{said}）。' },
  dangling: {
    en: 'Entries of the table {table} that name entries of the table {parent} that are not there: {rows}.',
    'zh-CN': '表 {table} 中有 {rows} 条记录指向表 {parent} 中不存在的记录。',
  },
  otherSchema: {
    en: 'The table, view or trigger “{name}” of the project file is not as Lamina makes it, or is missing; triggers keep the log from being changed.',
    'zh-CN': '项目文件中的表、视图或触发器“{name}”与 Lamina 所建的不同或已缺失；触发器防止日志被更改。',
  },
  unreadable: { en: 'A part of the project file {file} cannot be understood, so it was not checked.', 'zh-CN': '项目文件 {file} 的一部分无法理解，因此未能检查。' },
} as const;

export const filesSentences = {
  imageOf: { en: 'the voxels of the image “{image}” of the case “{name}”', 'zh-CN': '病例“{name}”图像“{image}”的体素' },
  blob: { en: 'voxels that a training was taught with, or that are no longer used', 'zh-CN': '训练所用或不再使用的体素' },
  model: { en: 'of the model “{name}”', 'zh-CN': '模型“{name}”' },
  bundle: { en: 'the history of labels as it came with a bundle', 'zh-CN': '随数据包接收的标注历史' },
  manifest: { en: 'what a training was taught with', 'zh-CN': '训练所用数据的清单' },
  missing: { en: 'The file {file} is missing ({what}).', 'zh-CN': '缺少文件 {file}（{what}）。' },
  changed: { en: 'The file {file} is not what was written ({what}).', 'zh-CN': '文件 {file} 与当初写入的不一致（{what}）。' },
  unreadable: { en: 'The file {file} could not be read ({what}).', 'zh-CN': '无法读取文件 {file}（{what}）。' },
} as const;

export const notedSentences = {
  givenMissing: {
    en: 'The hash {hash}… is not in the log: something before it was changed and the log written anew, its end was cut off, or it is of another project.',
    'zh-CN': '哈希 {hash}… 不在日志中：此前的内容被更改并重写了日志，或日志末尾被截断，或它属于另一个项目。',
  },
  notedMissing: {
    en: 'The hash {hash}… of event {event}, noted on this computer on {date}, is not in the log: the log was written anew or its end was cut off, or an older copy of the folder was put in its place.',
    'zh-CN': '本机于 {date} 记下的事件 {event} 的哈希 {hash}… 不在日志中：日志被重写或末尾被截断，或该文件夹被旧副本替换。',
  },
  otherCopy: {
    en: 'Hashes that were noted on this computer of other copies of this project are not in this log: {count}, the newest on {date}. If this folder was copied before that, it is as it should be.',
    'zh-CN': '本机记下的此项目其他副本的哈希有 {count} 个不在此日志中，最近一个于 {date}。如果此文件夹是在那之前复制的，则属正常。',
  },
} as const;

export const unprovenSentences = {
  noHead: {
    en: 'No hash of this log was noted elsewhere, so nobody can tell whether all of it was written anew, or its end cut off.',
    'zh-CN': '未在别处记下此日志的哈希，因此无法判断整个日志是否被重写，或末尾是否被截断。',
  },
  afterHead: {
    en: 'Of the {count} events after event {event} nobody can tell whether they were written anew, nor whether more came after them: no newer hash was noted elsewhere.',
    'zh-CN': '事件 {event} 之后的 {count} 个事件是否被重写、其后是否还有事件，均无法判断：没有在别处记下更新的哈希。',
  },
  afterLast: {
    en: 'Whether more came after event {event}, the last one, nobody can tell: no newer hash was noted elsewhere.',
    'zh-CN': '最后的事件 {event} 之后是否还有事件，无法判断：没有在别处记下更新的哈希。',
  },
  people: {
    en: 'The log does not tell the names of these annotators, whom an earlier Lamina wrote down: {names}.',
    'zh-CN': '日志未记录以下标注者的名称（由旧版 Lamina 写入）：{names}。',
  },
  deletedModels: {
    en: 'The files of these models were deleted, as the log tells: {names}.',
    'zh-CN': '日志表明以下模型的文件已被删除：{names}。',
  },
  models: {
    en: 'The files of these models were not noted when they were written, so they cannot be checked: {names}.',
    'zh-CN': '以下模型的文件在写入时未被记录，因此无法核对：{names}。',
  },
} as const;

export const bundleSentences = {
  gone: {
    en: 'An edit by {who} of the case “{name}”, made at {at} and taken in with a bundle, is no longer in the project.',
    'zh-CN': '病例“{name}”中 {who} 于 {at} 所作、随数据包接收的一次编辑已不在项目中。',
  },
  differs: {
    en: 'Edit {number} of the case “{name}” came with a bundle, and its author, time, tool, voxels or the model that helped are not those that the bundle told.',
    'zh-CN': '病例“{name}”的编辑 {number} 随数据包接收，而其作者、时间、工具、体素或所借助的模型与数据包所述不一致。',
  },
  broken: {
    en: 'Taking in the labels of {who} in the case “{name}” from a bundle was broken off after {here} of {all} edits; take the same bundle in again.',
    'zh-CN': '从数据包接收病例“{name}”中 {who} 的标注时，在 {all} 次编辑中的第 {here} 次后中断；请重新接收同一数据包。',
  },
  withoutVoxels: {
    en: 'Histories of labels that an earlier Lamina took in with bundles are held by author, time and tool, and not by their voxels: {count}.',
    'zh-CN': '由旧版 Lamina 随数据包接收的标注历史只按作者、时间和工具核对，不核对体素：{count} 份。',
  },
} as const;
