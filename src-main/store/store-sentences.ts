/** Everything that the store says to a person. */

export const openElsewhere = {
  en: 'The project {folder} is already open in another Lamina; close it there, or use that one.',
  'zh-CN': '项目 {folder} 已在另一个 Lamina 中打开；请先在那里关闭，或直接使用那一个。',
} as const;

export const closedMeanwhile = {
  en: 'The project {folder} was closed before this was done; open it and do this again.',
  'zh-CN': '项目 {folder} 在此操作完成前已关闭；请打开该项目并重新操作。',
} as const;

export const noProject = {
  en: 'The folder {folder} holds no Lamina project; choose another folder, or make a new project.',
  'zh-CN': '文件夹 {folder} 中没有 Lamina 项目；请选择其他文件夹，或新建项目。',
} as const;

export const notALaminaFile = {
  en: 'The file {file} was not made by Lamina; choose the folder of a Lamina project.',
  'zh-CN': '文件 {file} 不是由 Lamina 创建的；请选择 Lamina 项目的文件夹。',
} as const;

export const damaged = {
  en: 'The project file {file} is damaged; work from a back-up copy of the project’s folder.',
  'zh-CN': '项目文件 {file} 已损坏；请使用项目文件夹的备份副本。',
} as const;

export const newerProject = {
  en: 'The project {folder} was written by a newer Lamina (format {found}, this one knows up to {known}); update Lamina to open it.',
  'zh-CN': '项目 {folder} 由更新版本的 Lamina 写入（格式 {found}，当前版本最高支持 {known}）；请更新 Lamina 后再打开。',
} as const;

export const projectPresent = {
  en: 'The folder {folder} already holds a Lamina project; open it, or choose another folder.',
  'zh-CN': '文件夹 {folder} 中已有 Lamina 项目；请打开它，或选择其他文件夹。',
} as const;

export const folderNotEmpty = {
  en: 'The folder {folder} is not empty; choose an empty one or a new name for the project.',
  'zh-CN': '文件夹 {folder} 不为空；请选择空文件夹，或为项目另取名称。',
} as const;

export const cannotCreateOnNetwork = {
  en: 'No project was made in {folder}, because it lies on a network drive ({type}), where a cut connection can damage it; choose a folder on this computer.',
  'zh-CN': '未在 {folder} 中新建项目：它位于网络驱动器（{type}），连接中断可能损坏项目；请选择本机上的文件夹。',
} as const;

export const readOnlyOnNetwork = {
  en: 'The project {folder} lies on a network drive ({type}) and is open for reading only; copy its folder to this computer to change it.',
  'zh-CN': '项目 {folder} 位于网络驱动器（{type}），仅以只读方式打开；如需修改，请将其文件夹复制到本机。',
} as const;

export const readOnlyFolder = {
  en: 'Nothing can be written to the project {folder}, so it is open for reading only; change its permissions, or copy it to a folder of your own.',
  'zh-CN': '项目 {folder} 不可写入，因此仅以只读方式打开；请更改其权限，或复制到自己的文件夹。',
} as const;

export const unfinishedElsewhere = {
  en: 'The project {folder} cannot be read from here, because it is open on another computer or was not closed properly; close it there, or copy its folder to this computer and open the copy.',
  'zh-CN': '无法从此处读取项目 {folder}：它正在另一台计算机上打开，或未正常关闭；请在那里关闭，或将其文件夹复制到本机后打开副本。',
} as const;

export const diskFull = {
  en: 'The disk that holds {place} is full, so nothing was written; free some space and try again.',
  'zh-CN': '{place} 所在的磁盘已满，因此未写入任何内容；请腾出空间后重试。',
} as const;

export const diskFailed = {
  en: 'The disk reported an error while Lamina used the project {folder}; check that the drive is connected, then open the project again.',
  'zh-CN': 'Lamina 使用项目 {folder} 时磁盘报告错误；请检查驱动器是否连接，然后重新打开项目。',
} as const;

export const blobMissing = {
  en: 'The file {file} is missing from the project; work from a back-up copy of the project’s folder.',
  'zh-CN': '项目中缺少文件 {file}；请使用项目文件夹的备份副本。',
} as const;

export const blobDamaged = {
  en: 'The file {file} of the project is damaged; import its image again, or work from a back-up copy of the project’s folder.',
  'zh-CN': '项目中的文件 {file} 已损坏；请重新导入其图像，或使用项目文件夹的备份副本。',
} as const;

export const caseNameTaken = {
  en: 'The project already has a case named “{name}”; remove that one, or import under another name.',
  'zh-CN': '项目中已有名为“{name}”的病例；请先移除它，或以其他名称导入。',
} as const;

export const caseMissing = {
  en: 'The project has no case {id}; it may have been removed.',
  'zh-CN': '项目中没有病例 {id}；它可能已被移除。',
} as const;

export const imageMissing = {
  en: 'The project has no image {id}.',
  'zh-CN': '项目中没有图像 {id}。',
} as const;

export const labelmapMissing = {
  en: 'The project has no labelmap {id}.',
  'zh-CN': '项目中没有标签图 {id}。',
} as const;

export const modelMissing = {
  en: 'The project has no model {id}; `lamina list` shows those that there are.',
  'zh-CN': '项目中没有模型 {id}；可用 `lamina list` 查看现有模型。',
} as const;

export const predictionMissing = {
  en: 'The model “{model}” has made no such prediction of the case “{name}”. Read its prediction again, and repeat what you did.',
  'zh-CN': '模型“{model}”没有对病例“{name}”作过这样的预测。请重新读取其预测，再重复刚才的操作。',
} as const;

export const snapshotMissing = {
  en: 'The project has no snapshot {id}.',
  'zh-CN': '项目中没有快照 {id}。',
} as const;

export const jobMissing = {
  en: 'The project has no job {id}.',
  'zh-CN': '项目中没有任务 {id}。',
} as const;

export const editMissing = {
  en: 'The labelmap has no edit {id}.',
  'zh-CN': '该标签图中没有编辑 {id}。',
} as const;

export const tileMovedOn = {
  en: 'The labels on slice {k} were changed in the meantime, so this stroke was not kept; look at the present labels and draw it again.',
  'zh-CN': '第 {k} 层的标签在此期间已被更改，因此未保留这一笔；请查看当前标签后重新绘制。',
} as const;

export const editIdTaken = {
  en: 'The edit {id} was already written with other content, so this one was not kept.',
  'zh-CN': '编辑 {id} 已以其他内容写入，因此未保留此次编辑。',
} as const;

export const tileOutside = {
  en: 'The edit names tile {tile} of slice {k}, which the labelmap does not have.',
  'zh-CN': '该编辑指向第 {k} 层的图块 {tile}，而标签图中没有此图块。',
} as const;

export const runsMalformed = {
  en: 'The labels of tile {tile} on slice {k} are no valid run-length code, so the edit was not kept.',
  'zh-CN': '第 {k} 层图块 {tile} 的标签不是有效的游程编码，因此未保留此次编辑。',
} as const;

export const labelNotInTable = {
  en: 'The edit uses the label index {index}, which the label table does not have; add the label first.',
  'zh-CN': '该编辑使用了标签表中不存在的标签索引 {index}；请先添加该标签。',
} as const;

export const someoneElses = {
  en: 'This labelmap belongs to {owner}; {annotator} draws on a labelmap of their own.',
  'zh-CN': '此标签图属于 {owner}；{annotator} 应在自己的标签图上绘制。',
} as const;

export const modelNotReviewed = {
  en: 'Slices of a model’s labelmap cannot be marked; accept its labels into your own labelmap first.',
  'zh-CN': '无法标记模型标签图的切片；请先将其标签接受到自己的标签图中。',
} as const;

export const sliceOutside = {
  en: 'The case “{name}” has no slice {slice}; its slices are 0 to {last}.',
  'zh-CN': '病例“{name}”没有切片 {slice}；其切片为 0 到 {last}。',
} as const;

export const sliceAxisSettled = {
  en: 'Slices of the case “{name}” have been marked, commented or given to a second reader already, so its slice axis can no longer be changed; go on along the present one.',
  'zh-CN': '病例“{name}”已有切片被标记、批注或交给第二位阅片者，因此不能再更改其切片轴；请沿当前轴继续。',
} as const;

export const orientationKnown = {
  en: 'The orientation of the case “{name}” is known already, so it was not changed.',
  'zh-CN': '病例“{name}”的方位已知，未作更改。',
} as const;

export const olderReadOnly = {
  en: 'The project {folder} was written by an older Lamina and must be brought up to date before it is read, which cannot be done where it lies; copy its folder to this computer and open the copy.',
  'zh-CN': '项目 {folder} 由旧版 Lamina 写入，读取前需要升级，而其所在位置无法写入；请将其文件夹复制到本机后打开副本。',
} as const;

export const testSetDrawn = {
  en: 'This project has a test set already: {patients} patients, drawn on {date}. It stays as it is, because a set that is drawn again is no longer unseen.',
  'zh-CN': '此项目已有测试集：{patients} 位患者，抽取于 {date}。它保持不变，因为重新抽取的测试集不再是未见过的数据。',
} as const;

export const measurementMissing = {
  en: 'The project has no measurement {id}; its case may have been removed.',
  'zh-CN': '项目中没有测量 {id}；其病例可能已被移除。',
} as const;

export const measurementIdTaken = {
  en: 'The measurement {id} was already kept with other content, so this one was not kept.',
  'zh-CN': '测量 {id} 已以其他内容保存，因此未保存此次测量。',
} as const;

export const noPersonName = {
  en: 'This is no name that a person can work under; write it with letters or digits, in one line of at most 100 characters.',
  'zh-CN': '此名称不能作为人员姓名；请使用字母、汉字或数字，单行且不超过 100 个字符。',
} as const;

export const notYours = {
  en: 'These labels of the case “{name}” are another person’s, and only they can say that a slice is complete or open it again; review it or return it instead.',
  'zh-CN': '病例“{name}”的这些标签属于他人，只有其本人才能标记切片完成或重新打开；您可以审核或退回该切片。',
} as const;

export const ownReview = {
  en: 'Slices of the case “{name}” that you completed or drew on yourself are reviewed by another person; ask a colleague to sign in and review them.',
  'zh-CN': '病例“{name}”中由您本人完成或绘制过的切片须由他人审核；请让同事登录后审核。',
} as const;

export const notConfirmed = {
  en: 'Slice {slice} of the case “{name}” is not complete, so it can be neither reviewed nor returned; its annotator completes it first.',
  'zh-CN': '病例“{name}”的切片 {slice} 尚未完成，无法审核或退回；请先由其标注者标记完成。',
} as const;

export const nothingPinned = {
  en: 'Slice {slice} of the case “{name}” has no open comment that says what to change; pin one to a voxel of it and return it then.',
  'zh-CN': '病例“{name}”的切片 {slice} 没有说明修改内容的未解决批注；请先在该切片的体素上添加批注，再退回。',
} as const;

export const pinOutside = {
  en: 'The case “{name}” has no voxel {voxel} to pin a comment to.',
  'zh-CN': '病例“{name}”没有体素 {voxel}，无法添加批注。',
} as const;

export const pinEmpty = {
  en: 'The comment says nothing; write what is meant, or leave it.',
  'zh-CN': '批注内容为空；请填写内容，或取消添加。',
} as const;

export const pinMissing = {
  en: 'The project has no comment {id}; its case may have been removed.',
  'zh-CN': '项目中没有批注 {id}；其病例可能已被移除。',
} as const;

export const assignmentMissing = {
  en: 'The queue never gave out {id}; ask for the next slice.',
  'zh-CN': '队列从未分配过 {id}；请获取下一张切片。',
} as const;

export const assignmentOver = {
  en: 'Slice {slice} of the case “{name}” is not reserved for you any more; ask for the next slice.',
  'zh-CN': '病例“{name}”的切片 {slice} 已不再为您保留；请获取下一张切片。',
} as const;

export const sliceHoldsLabels = {
  en: 'Your labels have voxels on slice {slice} of the case “{name}”, so it is not empty; erase them first, or complete the slice as it is.',
  'zh-CN': '您的标签在病例“{name}”的切片 {slice} 上有体素，因此该切片不为空；请先擦除，或按现状标记完成。',
} as const;

export const notUnread = {
  en: '{annotator} has worked on the case “{name}” already and so cannot read it blind; choose another person.',
  'zh-CN': '{annotator} 已处理过病例“{name}”，无法对其进行盲法阅片；请选择其他人员。',
} as const;

export const readAlready = {
  en: '{annotator} is to read the case “{name}” blind already; that reading is finished first.',
  'zh-CN': '{annotator} 已有病例“{name}”的盲法阅片任务；请先完成该任务。',
} as const;

export const readingMissing = {
  en: 'The project has no second reading {id}; its case may have been removed.',
  'zh-CN': '项目中没有第二次阅片 {id}；其病例可能已被移除。',
} as const;

export const readingOfAnother = {
  en: 'A second reading of the case “{name}” is finished by the person who reads it.',
  'zh-CN': '病例“{name}”的第二次阅片只能由阅片者本人结束。',
} as const;

export const readingUnfinished = {
  en: 'Of the second reading of the case “{name}”, {left} slices are not complete; complete them first.',
  'zh-CN': '病例“{name}”的第二次阅片还有 {left} 张切片未完成；请先完成。',
} as const;

export const secondReadingDone = {
  en: 'The second reading of the case “{name}” is finished, so its labels stay as they are.',
  'zh-CN': '病例“{name}”的第二次阅片已结束，其标签不能再更改。',
} as const;

export const readingFinished = {
  en: 'The second reading of the case “{name}” is finished and so cannot be withdrawn any more.',
  'zh-CN': '病例“{name}”的第二次阅片已结束，不能再撤回。',
} as const;

export const consensusEdited = {
  en: 'The consensus of the case “{name}” was changed or completed by hand since it was made; say that it is to be replaced, or leave it.',
  'zh-CN': '病例“{name}”的共识在生成之后已被手动修改或标记完成；请确认要替换它，或保留不变。',
} as const;

export const notInConsensus = {
  en: 'Slice {slice} of the case “{name}” was not read by all of the readers, so its consensus is empty there and is not completed.',
  'zh-CN': '病例“{name}”的切片 {slice} 并非所有阅片者都读过，共识在此处为空，不能标记完成。',
} as const;

export const sliceUndecided = {
  en: 'Slice {slice} of {who} in the case {name} was changed on both sides; say whose holds, and take the bundle in again.',
  'zh-CN': '病例 {name} 中 {who} 的第 {slice} 层在两边都被修改；请选择以哪一方为准，然后重新接收数据包。',
} as const;

export const otherAxis = {
  en: 'The slices of the case {name} are counted along another axis in the bundle, so its labels were not taken in; set the same slice axis in both projects.',
  'zh-CN': '数据包中病例 {name} 的切片沿另一轴计数，因此未接收其标注；请在两个项目中设置相同的切片轴。',
} as const;

export const editElsewhere = {
  en: 'An edit of {who} in the case {name} is already in this project, in other labels, so the bundle was not taken in; it may have been taken in for another case with the same image.',
  'zh-CN': '病例 {name} 中 {who} 的一次编辑已存在于此项目的其他标注中，因此未接收数据包；它可能已为具有相同图像的另一病例接收过。',
} as const;

export const labelsMoveOn = {
  en: 'Somebody drew on the labels of {who} in the case {name} while they were taken in; what came until then is here, so take the bundle in again when nobody draws there.',
  'zh-CN': '接收病例 {name} 中 {who} 的标注时，有人正在其上绘制；此前接收的内容已在此处，请待无人绘制后再次接收数据包。',
} as const;

export const otherHistory = {
  en: 'The bundle tells another history of the labels of {who} in the case {name} than this project, so it was not taken in; ask for it again, or find out which of the two was changed.',
  'zh-CN': '数据包所述的病例 {name} 中 {who} 的标注历史与此项目不同，因此未接收；请重新索取，或查明哪一方被更改。',
} as const;

export const labelTableMovedOn = {
  en: 'The label table was changed while the bundle was read, so that its label {name} has no place any more and nothing was taken in; take the bundle in again.',
  'zh-CN': '读取数据包期间标签表发生了更改，其标签 {name} 已无对应位置，因此未接收任何内容；请再次接收数据包。',
} as const;
