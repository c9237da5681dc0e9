/** What a person is told of label files and of merging. */

export const labelFileSentences = {
  tooMany: {
    en: '{file} names {count} labels that the project does not have, and there is room for {room}; take only those that the project has, or shorten the file.',
    'zh-CN': '{file} 中有 {count} 个项目尚无的标签，而项目还能容纳 {room} 个；请仅导入项目已有的标签，或缩短该文件。',
  },
  notText: {
    en: '{file} is no text in UTF-8, as label files are; choose another file, or save it as UTF-8.',
    'zh-CN': '{file} 不是 UTF-8 文本，而标签文件应为文本；请选择其他文件，或将其另存为 UTF-8。',
  },
  beyond: {
    en: '{count} labels, e.g. “{name}”, have a value above {largest}, the largest that this program takes.',
    'zh-CN': '{count} 个标签（例如“{name}”）的数值大于 {largest}，超出该程序支持的最大值。',
  },
  renamed: {
    en: '{count} names hold what this format cannot say; “{name}” will be read as “{as}”.',
    'zh-CN': '{count} 个名称含有此格式无法表示的字符；“{name}”将被读作“{as}”。',
  },
} as const;

export const mergeSentences = {
  locked: {
    en: 'The label “{name}” is locked, so nothing was merged; unlock it first.',
    'zh-CN': '标签“{name}”已锁定，因此未进行合并；请先解锁。',
  },
} as const;
