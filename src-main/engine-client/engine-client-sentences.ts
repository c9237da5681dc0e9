/** What a person reads when the engine's process ends, in both languages. */
export const engineClientSentences = {
  crashed: {
    en: 'The computing process ended unexpectedly ({reason}); no labels were lost, and the next task starts a new one. Try again.',
    'zh-CN': '计算进程意外结束（{reason}）；标注没有丢失，下一个任务会启动新的计算进程。请重试。',
  },
  killed: {
    en: 'The computing process was ended by the system, most likely because memory ran out; no labels were lost. Close other programs, or use a smaller network, patch or batch, and try again.',
    'zh-CN': '计算进程被系统终止，很可能是内存不足；标注没有丢失。请关闭其他程序，或使用更小的网络、图像块或批量，然后重试。',
  },
  cancelled: {
    en: 'The work was cancelled.',
    'zh-CN': '任务已取消。',
  },
  closed: {
    en: 'The program is closing, so the computation was ended.',
    'zh-CN': '程序正在关闭，计算已终止。',
  },
} as const;
