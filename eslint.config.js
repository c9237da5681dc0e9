import tseslint from 'typescript-eslint';

// Only what the compiler cannot see: promises nobody waits for, `any`, switches that forget a case.
export default tseslint.config(
  { ignores: ['build/', 'dist/', 'demo/', 'node_modules/', '**/*.cjs', 'eslint.config.js'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['scripts/tsconfig.json', 'shared/tsconfig.json', 'src-main/tsconfig.json', 'test/tsconfig.json'] },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      'max-lines': ['error', { max: 400 }],
    },
  },
  // In plain JavaScript the types stand in comments, and a cast there is seen by the compiler alone.
  { files: ['**/*.mjs'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
);
