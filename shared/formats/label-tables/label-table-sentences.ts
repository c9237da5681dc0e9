/** What a person is told of a label file that cannot be read, with the line to look at. */

export const labelTableSentences = {
  empty: {
    en: '{file} names no label; choose a label file of ITK-SNAP, 3D Slicer or FreeSurfer.',
    'zh-CN': '{file} 中没有任何标签；请选择 ITK-SNAP、3D Slicer 或 FreeSurfer 的标签文件。',
  },
  itkSnapColumns: {
    en: 'Line {line} of {file} is not written as ITK-SNAP does: seven numbers (IDX, R, G, B, A, VIS, MSH) and a name in quotation marks; mend that line, or state another format.',
    'zh-CN': '{file} 第 {line} 行不符合 ITK-SNAP 的写法：七个数值（IDX、R、G、B、A、VIS、MSH）加引号中的名称；请修正该行，或指定其他格式。',
  },
  sixColumns: {
    en: 'Line {line} of {file} is not written as a colour table: a value, a name without blanks, and four numbers (R, G, B, A); mend that line, or state another format.',
    'zh-CN': '{file} 第 {line} 行不符合颜色表的写法：数值、不含空格的名称和四个数（R、G、B、A）；请修正该行，或指定其他格式。',
  },
  csvHeader: {
    en: 'The first line of {file} names no column {column}; a colour table with commas begins with LabelValue, Name, Color_R, Color_G, Color_B, Color_A: add the column, or choose another file.',
    'zh-CN': '{file} 的首行没有 {column} 列；逗号分隔的颜色表应以 LabelValue、Name、Color_R、Color_G、Color_B、Color_A 开头：请补上该列，或选择其他文件。',
  },
  csvColumns: {
    en: 'Line {line} of {file} leaves a column empty that each label needs ({columns}); mend that line.',
    'zh-CN': '{file} 第 {line} 行缺少每个标签必需的列（{columns}）；请修正该行。',
  },
  value: {
    en: 'Line {line} of {file} has the label value “{given}”; a value is a whole number from 0 to 2147483647: mend that line.',
    'zh-CN': '{file} 第 {line} 行的标签值为“{given}”；标签值应为 0 到 2147483647 之间的整数：请修正该行。',
  },
  colour: {
    en: 'Line {line} of {file} has “{given}” in a colour; red, green and blue are numbers from 0 to {most}: mend that line.',
    'zh-CN': '{file} 第 {line} 行的颜色中有“{given}”；红、绿、蓝应为 0 到 {most} 之间的数：请修正该行。',
  },
  opacity: {
    en: 'Line {line} of {file} has “{given}” in the column A; this format has a number from 0 to {most} there: mend that line, or state another format.',
    'zh-CN': '{file} 第 {line} 行的 A 列为“{given}”；此格式在该列使用 0 到 {most} 之间的数：请修正该行，或指定其他格式。',
  },
  flag: {
    en: 'Line {line} of {file} has “{given}” where 0 or 1 says whether the label is shown: mend that line.',
    'zh-CN': '{file} 第 {line} 行在表示标签是否显示（0 或 1）的位置为“{given}”：请修正该行。',
  },
  twice: {
    en: 'Line {line} of {file} names the value {value} again, which line {before} has named already; leave one of them out.',
    'zh-CN': '{file} 第 {line} 行再次使用了第 {before} 行已有的数值 {value}；请删除其中一行。',
  },
} as const;
