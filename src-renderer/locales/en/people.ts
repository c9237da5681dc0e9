/** Who is at the window. */
export const people = {
  at: 'Signed in: {name}',
  others: 'Sign in as',
  newName: 'Sign in by name',
  signIn: 'Sign in',
  noPassword: 'No password: your name is put to what you do.',
} as const;
