export const editingSentences = {
  strokesDropped: {
    en: 'Your last changes here were not kept, because the same place was changed in another window; what you see now is what is stored.',
    'zh-CN': '此处最近的修改未保留，因为同一位置已在另一个窗口中被更改；现在显示的是已存储的内容。',
  },
} as const;
