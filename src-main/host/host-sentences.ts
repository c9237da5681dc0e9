/** What the host itself says to people; use cases and readers have their own. */

export const doorSentences = {
  noMap: {
    en: 'This map is kept no longer; compute it again.',
    'zh-CN': '此图已不再保留；请重新计算。',
  },
  noEdit: {
    en: 'The labels can be looked at as they were after an edit, which “{edit}” does not name.',
    'zh-CN': '可以查看某次编辑之后的标签，但“{edit}”不是编辑的标识。',
  },
  malformed: {
    en: 'Lamina did not understand this request.',
    'zh-CN': 'Lamina 无法理解此请求。',
  },
  foreignHost: {
    en: 'This request was addressed to another name than that of this computer; open the address that Lamina printed.',
    'zh-CN': '此请求的目标主机名不是本机；请打开 Lamina 显示的地址。',
  },
  foreignOrigin: {
    en: 'This request came from another page; only Lamina’s own page may call it.',
    'zh-CN': '此请求来自其他网页；只有 Lamina 自己的页面可以调用。',
  },
  noToken: {
    en: 'This request carried no valid key; open the whole address that Lamina printed, with the part after the #.',
    'zh-CN': '此请求没有有效的密钥；请打开 Lamina 显示的完整地址，包括 # 之后的部分。',
  },
  notAllowed: {
    en: 'Pages of Lamina can only be read.',
    'zh-CN': 'Lamina 的页面只能读取。',
  },
  tooLarge: {
    en: 'This request is larger than Lamina accepts at once.',
    'zh-CN': '此请求超过了 Lamina 一次可接受的大小。',
  },
  nothingHere: {
    en: 'There is nothing at this address.',
    'zh-CN': '此地址没有内容。',
  },
  portTaken: {
    en: 'Port {port} is used by another program; choose another one, or leave it out for a free one.',
    'zh-CN': '端口 {port} 已被其他程序占用；请选择其他端口，或省略以自动选择。',
  },
} as const;

export const hostSentences = {
  internal: {
    en: 'Something went wrong inside Lamina; nothing was changed by this step, and the details are in {log}.',
    'zh-CN': 'Lamina 内部出错；此步骤未作任何更改，详细信息见 {log}。',
  },
  badInput: {
    en: 'This was not accepted: {what}.',
    'zh-CN': '输入未被接受：{what}。',
  },
  diskFull: {
    en: 'The disk is full; free some space and try again, nothing was half-written.',
    'zh-CN': '磁盘已满；请腾出空间后重试，没有留下写了一半的内容。',
  },
  outOfMemory: {
    en: 'There was not enough memory for this; close other programs or use smaller images.',
    'zh-CN': '内存不足；请关闭其他程序或使用较小的图像。',
  },
  noProject: {
    en: 'No project is open; open or make one first.',
    'zh-CN': '没有打开的项目；请先打开或新建一个项目。',
  },
  otherProject: {
    en: 'This Lamina has another project open ({folder}); close it first.',
    'zh-CN': '此 Lamina 已打开另一个项目（{folder}）；请先将其关闭。',
  },
  exampleInTheWay: {
    en: 'The example project cannot be made, because {folder} holds something else; move that away and try again.',
    'zh-CN': '无法创建示例项目，因为 {folder} 中有其他内容；请将其移走后重试。',
  },
  lostProject: {
    en: 'The project folder {folder} is no longer there: it was moved or removed, or its drive was disconnected; put it back, or open the project where it is now.',
    'zh-CN': '项目文件夹 {folder} 已不在原处：可能被移动、删除，或所在驱动器已断开；请将其放回原处，或从现在的位置打开项目。',
  },
  unknownJob: {
    en: 'There is no job {id}.',
    'zh-CN': '没有任务 {id}。',
  },
  unsaid: {
    en: 'This failed because of a case that you are reading without knowing what others did on it; finish your reading to learn why.',
    'zh-CN': '此任务因某个病例而失败，而您正在不知他人结果的情况下阅片；完成阅片后即可查看原因。',
  },
  notPausable: {
    en: 'Only a training that runs can be paused; this can be stopped.',
    'zh-CN': '只有正在进行的训练可以暂停；此任务可以停止。',
  },
  closing: {
    en: 'Lamina is closing; start it again to go on.',
    'zh-CN': 'Lamina 正在关闭；请重新启动后继续。',
  },
} as const;
