/** What the desktop shell itself says: its menu, its dialogs, its troubles. */

export const menuWords = {
  file: { en: '&File', 'zh-CN': '文件(&F)' },
  quit: { en: 'Quit Lamina', 'zh-CN': '退出 Lamina' },
  edit: { en: '&Edit', 'zh-CN': '编辑(&E)' },
  cut: { en: 'Cut', 'zh-CN': '剪切' },
  copy: { en: 'Copy', 'zh-CN': '复制' },
  paste: { en: 'Paste', 'zh-CN': '粘贴' },
  selectAll: { en: 'Select All', 'zh-CN': '全选' },
  view: { en: '&View', 'zh-CN': '视图(&V)' },
  larger: { en: 'Larger', 'zh-CN': '放大' },
  smaller: { en: 'Smaller', 'zh-CN': '缩小' },
  actualSize: { en: 'Actual Size', 'zh-CN': '实际大小' },
  fullScreen: { en: 'Full Screen', 'zh-CN': '全屏' },
  developerTools: { en: 'Developer Tools', 'zh-CN': '开发者工具' },
  help: { en: '&Help', 'zh-CN': '帮助(&H)' },
  showLog: { en: 'Show the Log File', 'zh-CN': '显示日志文件' },
  about: { en: 'About Lamina', 'zh-CN': '关于 Lamina' },
  hide: { en: 'Hide Lamina', 'zh-CN': '隐藏 Lamina' },
  hideOthers: { en: 'Hide Others', 'zh-CN': '隐藏其他' },
  showAll: { en: 'Show All', 'zh-CN': '全部显示' },
} as const;

export const dialogWords = {
  pickFolder: { en: 'Choose a folder', 'zh-CN': '选择文件夹' },
  choose: { en: 'Choose', 'zh-CN': '选择' },
  saveAs: { en: 'Save as', 'zh-CN': '另存为' },
  save: { en: 'Save', 'zh-CN': '保存' },
  stopAndClose: { en: 'Stop and Close', 'zh-CN': '停止并关闭' },
  pauseAndClose: { en: 'Pause and Close', 'zh-CN': '暂停并关闭' },
  keepWorking: { en: 'Keep Working', 'zh-CN': '继续工作' },
  leave: { en: 'Close Without Saving', 'zh-CN': '不保存并关闭' },
  tryAgain: { en: 'Try Again', 'zh-CN': '重试' },
  close: { en: 'Close', 'zh-CN': '关闭' },
  ok: { en: 'OK', 'zh-CN': '确定' },
} as const;

export const shellSentences = {
  about: {
    en: 'Lamina {version}\n\nA workstation that segments medical images slice by slice, on this computer alone. A research tool: it is not a medical device and must not be used for diagnosis.',
    'zh-CN': 'Lamina {version}\n\n逐层分割医学图像的工作站，一切都在本机进行。本软件为研究工具，并非医疗器械，不得用于诊断。',
  },
  oneJob: {
    en: 'A job is still running; closing Lamina stops it.',
    'zh-CN': '仍有一项任务在运行；关闭 Lamina 会停止它。',
  },
  manyJobs: {
    en: '{jobs} jobs are still running or waiting; closing Lamina stops them.',
    'zh-CN': '仍有 {jobs} 项任务在运行或等待；关闭 Lamina 会停止它们。',
  },
  jobsKeep: {
    en: 'Labels are saved already. What a stopped job has done so far may have to be done again.',
    'zh-CN': '标注均已保存。被停止的任务可能需要重新进行。',
  },
  training: {
    en: 'A training is running; closing Lamina pauses it.',
    'zh-CN': '训练正在进行；关闭 Lamina 会将其暂停。',
  },
  trainingKept: {
    en: 'What it has learnt is kept, and Lamina offers to go on with it at the next start. Labels are saved already.',
    'zh-CN': '已学到的内容会保留，下次启动时 Lamina 会提示继续。标注均已保存。',
  },
  trainingKeeps: {
    en: 'Labels are saved already. The training is paused and can go on later; what other jobs have done so far may have to be done again.',
    'zh-CN': '标注均已保存。训练会被暂停，之后可以继续；其他任务可能需要重新进行。',
  },
  unsaved: {
    en: 'The last strokes are not saved yet; wait a moment, or close Lamina without them.',
    'zh-CN': '最后几笔标注尚未保存；请稍候，或放弃它们并关闭 Lamina。',
  },
  hostRestarted: {
    en: 'A part of Lamina ended unexpectedly and was started again; every saved stroke is there, running jobs have stopped, a training can go on from the Train page (details: {log}).',
    'zh-CN': 'Lamina 的一个组件意外退出，现已重新启动；已保存的标注均在，正在运行的任务已停止，训练可在训练页继续（详情：{log}）。',
  },
  hostKeepsDying: {
    en: 'A part of Lamina ended unexpectedly several times in a row; try again, or close Lamina and send the log ({log}).',
    'zh-CN': 'Lamina 的一个组件连续多次意外退出；请重试，或关闭 Lamina 并附上日志（{log}）反馈。',
  },
  hostNotStarted: {
    en: 'Lamina could not be started: {reason}',
    'zh-CN': '无法启动 Lamina：{reason}',
  },
  noReason: {
    en: 'a part of it ended at once and gave no reason; run “lamina doctor” to see what is missing.',
    'zh-CN': '其一个组件立即退出且未给出原因；请运行“lamina doctor”查看缺少什么。',
  },
  noNode: {
    en: 'the Node that belongs to it is missing in {folder}; install Lamina again.',
    'zh-CN': '{folder} 中缺少其自带的 Node；请重新安装 Lamina。',
  },
  pageDied: {
    en: 'The window’s page ended unexpectedly and was loaded again; every saved stroke is there.',
    'zh-CN': '窗口页面意外退出，现已重新载入；已保存的标注均在。',
  },
  noPath: {
    en: 'What was dropped is no file of this computer; drop files or folders from the file manager.',
    'zh-CN': '拖入的内容不是本机文件；请从文件管理器中拖入文件或文件夹。',
  },
  hostAway: {
    en: 'Lamina is just being started again; try once more in a moment.',
    'zh-CN': 'Lamina 正在重新启动；请稍后再试。',
  },
} as const;
