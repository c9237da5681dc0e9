export const notes = {
  title: '{name} 的备注',
  text: '备注',
  hint: '打开此病例的人应当知道的事',
  save: '保存',
  earlier: '以前的版本',
  by: '{annotator}，{time}',
  takenAway: '备注已被删除。',
  write: '为 {name} 写备注',
  edit: '修改 {name} 的备注',
};
