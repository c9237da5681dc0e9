export const annotate = { empty: '请先导入图像。' };
