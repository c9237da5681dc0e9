export const work = {
  cases: { title: '病例' },
  train: { title: '训练' },
  export: { title: '导出' },
};
