/** For tools that read plain TypeScript alone, such as the linter; vue-tsc takes the types from the files themselves. */
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
