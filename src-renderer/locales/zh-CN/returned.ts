export const returned = {
  reviewedSlices: '已审核 {n} 张',
  returnedSlices: '已退回 {n} 张',
  title: '对您切片的意见',
  show: '您的切片有一条未处理的意见 | 您的切片有 {n} 条未处理的意见',
  close: '关闭意见列表',
  none: '没有未处理的意见：没有等待您修改的内容。',
};
