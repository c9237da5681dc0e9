/** What the command line itself says: wrong usage, interruptions, summaries. Help texts stand in each command's file. */

export const usageSentences = {
  unknownCommand: {
    en: 'There is no command “{name}”; “lamina --help” lists all.',
    'zh-CN': '没有命令“{name}”；“lamina --help” 会列出全部命令。',
  },
  unknownCommandLike: {
    en: 'There is no command “{name}”; did you mean “{like}”?',
    'zh-CN': '没有命令“{name}”；是否要输入“{like}”？',
  },
  unknownOptionLike: {
    en: 'There is no option “{name}” here; did you mean “{like}”?',
    'zh-CN': '此处没有选项“{name}”；是否要输入“{like}”？',
  },
  unknownOption: {
    en: 'There is no option “{name}” here; add --help to see all.',
    'zh-CN': '此处没有选项“{name}”；加上 --help 可查看全部选项。',
  },
  missingArgument: {
    en: 'The argument <{name}> is missing; add --help to see how the command is written.',
    'zh-CN': '缺少参数 <{name}>；加上 --help 可查看命令的写法。',
  },
  missingValue: {
    en: 'The option “{name}” needs a value after it.',
    'zh-CN': '选项“{name}”之后需要一个值。',
  },
  missingOption: {
    en: 'The option “{name}” is needed here.',
    'zh-CN': '此处必须提供选项“{name}”。',
  },
  tooManyArguments: {
    en: 'There are more arguments than this command takes; add --help to see how it is written.',
    'zh-CN': '参数过多；加上 --help 可查看命令的写法。',
  },
  other: {
    en: 'The command was not understood ({message}); add --help to see how it is written.',
    'zh-CN': '无法理解此命令（{message}）；加上 --help 可查看命令的写法。',
  },
  notWhole: {
    en: '{option} needs a whole number of at least {least}, not “{given}”.',
    'zh-CN': '{option} 需要不小于 {least} 的整数，而不是“{given}”。',
  },
  notBetween: {
    en: '{option} needs a whole number from {least} to {most}, not “{given}”.',
    'zh-CN': '{option} 需要 {least} 到 {most} 之间的整数，而不是“{given}”。',
  },
  notOrientation: {
    en: '{option} needs three letters for the directions that i, j, k grow to, one of R or L, one of A or P, one of S or I, e.g. RAS, not “{given}”.',
    'zh-CN': '{option} 需要三个字母，表示 i、j、k 的增长方向，即 R 或 L、A 或 P、S 或 I 各一个（例如 RAS），而不是“{given}”。',
  },
  notTrainingId: {
    en: '{option} needs the id of a training, as “lamina trainings” shows it, not “{given}”.',
    'zh-CN': '{option} 需要“lamina trainings”所列的训练编号，而不是“{given}”。',
  },
  notModelId: {
    en: '{option} needs the id of a model, as “lamina list” shows it, not “{given}”.',
    'zh-CN': '{option} 需要“lamina list”所列的模型编号，而不是“{given}”。',
  },
  notPatients: {
    en: '{option} needs a number of patients, or a share of them such as 0.2 or 20%, not “{given}”.',
    'zh-CN': '{option} 需要患者人数，或占比（如 0.2 或 20%），而不是“{given}”。',
  },
  notPositive: {
    en: '{option} needs a number above 0, not “{given}”.',
    'zh-CN': '{option} 需要大于 0 的数，而不是“{given}”。',
  },
  notList: {
    en: '{option} takes at least two names between commas, each once, such as flair,t1, not “{given}”.',
    'zh-CN': '{option} 需要至少两个以逗号分隔、互不重复的名称，例如 flair,t1，而不是“{given}”。',
  },
  notEachOf: {
    en: '{option} takes names between commas, each once, of {choices}, not “{given}”.',
    'zh-CN': '{option} 需要以逗号分隔、互不重复的名称（{choices}），而不是“{given}”。',
  },
  notNumbers: {
    en: '{option} takes numbers above 0 between commas, such as 1,2,5, not “{given}”.',
    'zh-CN': '{option} 需要以逗号分隔的正数，例如 1,2,5，而不是“{given}”。',
  },
  notSeeds: {
    en: '{option} is a number of seeds, or the first and the last one, such as 5 or 6-10, a hundred at most, not “{given}”.',
    'zh-CN': '{option} 应为种子数，或起止种子，例如 5 或 6-10，最多一百个，而不是“{given}”。',
  },
  notOneOf: {
    en: '{option} is one of {choices}, not “{given}”.',
    'zh-CN': '{option} 只能是 {choices} 之一，而不是“{given}”。',
  },
  notIndices: {
    en: '{option} takes {count} voxel indices between commas, counted from 0, not “{given}”.',
    'zh-CN': '{option} 需要 {count} 个以逗号分隔、从 0 数起的体素索引，而不是“{given}”。',
  },
  noCase: {
    en: 'This project has no case {name}; lamina list shows its cases.',
    'zh-CN': '此项目没有病例 {name}；可用 lamina list 查看病例。',
  },
  eitherOr: {
    en: '{one} and {other} cannot stand together; leave one of them out.',
    'zh-CN': '{one} 与 {other} 不能同时使用；请去掉其中一个。',
  },
  notIncomplete: {
    en: '--incomplete is “background” or “ignore=<value>”, e.g. ignore=255, not “{given}”.',
    'zh-CN': '--incomplete 只能是 “background” 或 “ignore=<数值>”（例如 ignore=255），而不是“{given}”。',
  },
  noCommand: {
    en: 'Say what to do; “lamina --help” lists all commands.',
    'zh-CN': '请指明要做什么；“lamina --help” 会列出全部命令。',
  },
} as const;

export const screenSentences = {
  andMore: {
    en: '{text} (So it is with {more} more.)',
    'zh-CN': '{text}（另有 {more} 项相同。）',
  },
  waiting: {
    en: 'Waiting until other work on this project has ended.',
    'zh-CN': '正在等待此项目的其他任务结束。',
  },
  stopping: {
    en: 'Stopping; press Ctrl-C once more to stop at once.',
    'zh-CN': '正在停止；再按一次 Ctrl-C 立即停止。',
  },
  pausing: {
    en: 'The training is paused after its present step; what it has learnt is kept.',
    'zh-CN': '训练将在当前步之后暂停；已学到的内容会保留。',
  },
  paused: {
    en: 'The training was paused; what it has learnt is kept.',
    'zh-CN': '训练已暂停；已学到的内容已保留。',
  },
  interrupted: {
    en: 'Interrupted; nothing was half-written.',
    'zh-CN': '已中断；没有留下写了一半的内容。',
  },
  internal: {
    en: 'Something went wrong inside Lamina; run it again, and send the log if it happens again: {log}.',
    'zh-CN': 'Lamina 内部出错；请重试，如再次出现请附上日志：{log}。',
  },
  hostGone: {
    en: 'The running Lamina that has this project open no longer answers; start it again or close it.',
    'zh-CN': '打开此项目的 Lamina 不再响应；请重新启动或关闭它。',
  },
  unreadableSplit: {
    en: 'No names could be read from {file}; write one a line, a JSON list of names, or an object with “judge” and “fit”.',
    'zh-CN': '无法从 {file} 读取名称；请每行写一个名称，或使用 JSON 名称列表，或含“judge”和“fit”的对象。',
  },
  unreadablePlan: {
    en: 'The plan {file} could not be read as JSON; mend it, or leave --plan out.',
    'zh-CN': '无法将计划 {file} 读取为 JSON；请修正该文件，或省略 --plan。',
  },
  unreadableFile: {
    en: '{file} could not be read; check the path.',
    'zh-CN': '无法读取 {file}；请检查路径。',
  },
  fileExists: {
    en: '{file} is there already; add --force to replace it.',
    'zh-CN': '{file} 已存在；加上 --force 可替换它。',
  },
  someRefused: {
    en: 'Refused: {refused} of {all}; the reasons are above.',
    'zh-CN': '{all} 项中有 {refused} 项被拒绝；原因见上文。',
  },
} as const;
