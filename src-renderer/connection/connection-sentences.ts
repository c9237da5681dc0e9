export const connectionSentences = {
  hostGone: {
    en: 'Lamina’s host does not answer; every stroke that was acknowledged is safe. Wait for it to come back, or start Lamina again.',
    'zh-CN': 'Lamina 的后台没有响应；已确认的笔画都已安全保存。请等待其恢复，或重新启动 Lamina。',
  },
  noWayIn: {
    en: 'This address lacks its key; open the address that Lamina printed when it started, to its very end.',
    'zh-CN': '此网址缺少密钥；请完整打开 Lamina 启动时显示的网址。',
  },
  pageFailed: {
    en: 'Something in this window went wrong; your labels are safe. Reload the window and try again.',
    'zh-CN': '此窗口出现了问题；您的标注已安全保存。请重新加载窗口后再试。',
  },
  cancelled: { en: 'Stopped, as you asked.', 'zh-CN': '已按您的要求停止。' },
  incompleteDownload: {
    en: 'The image came only in part ({got} of {wanted} bytes); reload the window to fetch it again.',
    'zh-CN': '图像只接收到一部分（{got}/{wanted} 字节）；请重新加载窗口以再次获取。',
  },
} as const;
