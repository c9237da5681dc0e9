export const insight = {
  title: '模型所见',
  shows: '叠加显示',
  overlays: {
    none: '无',
    difference: '与标注的差异',
  },
  difference: {
    drawn: '仅标注',
    predicted: '仅预测',
    other: '标签不同',
    voxels: '{kind}：{n} 个体素',
    volume: '{kind}：{n} 个体素，{ml} ml',
  },
};
