/** What people are told about who they are and what they may see. */

export const peopleSentences = {
  unreadable: {
    en: 'This window does not say who is working in it; sign in again by your name.',
    'zh-CN': '此窗口没有说明由谁使用；请用您的姓名重新登录。',
  },
  blind: {
    en: 'You are reading this case blind, so nothing that others did on it is shown or changed until you have finished your reading.',
    'zh-CN': '您正在对该病例进行盲法阅片，在您结束阅片之前，不会显示或更改他人对其所做的任何内容。',
  },
} as const;
