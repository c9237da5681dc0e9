/** What the quality runs say on a terminal. What they write into the document is English, as all documents are. */
export const qualitySentences = {
  unknownOption: { en: '{problem} Options: --only <set,set>, --seeds <0,1>, --minutes <n>, --epochs <n>, --trial, --again, --list, --report, --json, --out <folder>, --data <folder>.', 'zh-CN': '{problem} 可用选项：--only <集合,集合>、--seeds <0,1>、--minutes <n>、--epochs <n>、--trial、--again、--list、--report、--json、--out <文件夹>、--data <文件夹>。' },
  unknownSet: { en: 'There is no set {name}; there are {names}.', 'zh-CN': '没有名为 {name} 的集合；可用的有：{names}。' },
  notNumber: { en: '{option} needs {kind}, not “{given}”.', 'zh-CN': '{option} 需要{kind}，而不是“{given}”。' },
  positive: { en: 'a positive number', 'zh-CN': '正数' },
  wholePositive: { en: 'a whole number from 1', 'zh-CN': '不小于 1 的整数' },
  seeds: { en: 'whole numbers from 0, with commas', 'zh-CN': '以逗号分隔的非负整数' },
  oneLength: { en: 'Give one of --minutes, --epochs and --trial.', 'zh-CN': '--minutes、--epochs 与 --trial 只能给出一个。' },
  noData: { en: '{set}: {folder} is not there, so it is left out.', 'zh-CN': '{set}：{folder} 不存在，已跳过。' },
  pending: { en: '{set}: left out, since {reason}.', 'zh-CN': '{set}：已跳过，原因：{reason}。' },
  stage: { en: '{set}, {run} ({place} of {count}): {stage}', 'zh-CN': '{set}，{run}（第 {place}/{count} 项）：{stage}' },
  doneBefore: { en: '{set}, {run} ({place} of {count}): done before', 'zh-CN': '{set}，{run}（第 {place}/{count} 项）：之前已完成' },
  failed: { en: '{set}, {run} failed: {message} (What was told is in {folder}; the rest goes on.)', 'zh-CN': '{set}，{run} 失败：{message}（详细信息位于 {folder}；其余继续进行。）' },
  broken: { en: '{set}: it cannot be prepared: {message}', 'zh-CN': '{set}：无法准备：{message}' },
  interrupted: { en: 'Interrupted. The same command goes on where it stopped.', 'zh-CN': '已中断。再次运行同一命令即可继续。' },
  written: { en: 'Written to {file}: {sets}.', 'zh-CN': '已写入 {file}：{sets}。' },
  notWritten: { en: 'Nothing was written to {file}: it holds runs of a set’s own minutes alone.', 'zh-CN': '未写入 {file}：其中只收录按集合规定分钟数完成的运行。' },
} as const;
