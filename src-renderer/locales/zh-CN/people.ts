export const people = {
  at: '当前用户：{name}',
  others: '登录为',
  newName: '输入姓名登录',
  signIn: '登录',
  noPassword: '无需密码：您所做的一切都会记上您的姓名。',
};
