export const guide = {
  title: '入门步骤',
  place: '{done}/{all}',
  all: '全部步骤',
  close: '关闭入门步骤；可从项目菜单再次打开',
  open: '入门步骤',
  done: '已完成',
  next: '下一步',
  finished: '全部完成：从浏览图像到得到掩膜。现在可以导入您自己的图像了。',
  steps: {
    look: { title: '浏览图像', how: '在“标注”页打开一个病例，在图像上滚动滚轮，或按 {keys}。' },
    label: { title: '选择标签', how: '点击右侧的另一个标签，或按它的数字键。' },
    paint: { title: '绘制', how: '选择画笔（{keys}），按住左键在器官上拖动。{undo} 可撤销。' },
    complete: { title: '标记切片完成', how: '一张切片全部标注后按 {keys}：只有已完成的切片用于训练。' },
    train: { title: '训练模型', how: '在“训练”页按“训练”按钮；这里几分钟就够了。' },
    accept: { title: '接受预测', how: '打开一个未标注的病例，按“预测此病例”，查看后按 {keys} 接受一张切片。' },
    export: { title: '导出', how: '在“导出”页将掩膜写入文件。' },
  },
};
