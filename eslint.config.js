import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

// A folder within another comes after it.
const folders = ['scripts', 'shared', 'src-main', 'src-renderer', 'test', 'test/src-renderer'];

// Only what the compiler cannot see: promises nobody waits for, `any`, switches that forget a case.
export default tseslint.config(
  { ignores: ['build/', 'dist/', 'demo/', 'node_modules/', '**/*.cjs', 'eslint.config.js'] },
  ...tseslint.configs.recommendedTypeChecked,
  // Each file in the program of its own folder alone: no other is put together for it.
  ...folders.map((folder) => ({
    files: [`${folder}/**`],
    languageOptions: { parserOptions: { project: [`${folder}/tsconfig.json`], extraFileExtensions: ['.vue'] } },
  })),
  { files: ['*.config.ts', 'src-renderer/vite.config.ts'], languageOptions: { parserOptions: { project: ['test/tsconfig.json'], extraFileExtensions: ['.vue'] } } },
  {
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
  ...vue.configs['flat/essential'],
  {
    files: ['src-renderer/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Every word of the window stands in `locales/`, in both languages.
      'vue/no-bare-strings-in-template': ['error', { allowlist: ['%', '×', '·', '–', '—', '/', '≈', ':', '+'] }],
      // What comes from a file's name or the host must never become markup.
      'vue/no-v-html': 'error',
      // An inline style as text is refused by the page's policy.
      'vue/no-static-inline-styles': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-name-in-template-casing': ['error', 'kebab-case', { registeredComponentsOnly: false }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-unused-refs': 'error',
      'vue/no-unused-emit-declarations': 'error',
      'vue/no-undef-components': ['error', { ignorePatterns: ['router-view', 'router-link'] }],
    },
  },
  // What one component is to another only vue-tsc knows, which checks it; to the linter alone it has no type.
  {
    files: ['src-renderer/**/*.vue', 'src-renderer/**/*.ts'],
    rules: Object.fromEntries(['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [`@typescript-eslint/no-unsafe-${what}`, 'off'])),
  },
  // In plain JavaScript the types stand in comments, and a cast there is seen by the compiler alone.
  { files: ['**/*.mjs'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
);
