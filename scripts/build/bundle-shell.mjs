import path from 'node:path';
import { build } from 'vite';

/**
 * The desktop shell as Electron loads it: two CommonJS files, each whole, because a sandboxed preload
 * can load nothing beside it. Needs the installed packages and a Node that vite runs on (the shipped one).
 */

/**
 * @param {{ root: string, out: string, target?: string, external?: (string | RegExp)[], plugins?: import('vite').Plugin[] }} request `target`: what the language is lowered to; Electron's own Node by default
 * @returns {Promise<void>}
 */
export async function bundleShell({ root, out, target = 'node22', external = ['electron', /^node:/], plugins = [] }) {
  for (const name of ['main', 'preload']) {
    await build({
      root,
      configFile: false,
      logLevel: 'warn',
      plugins,
      build: {
        ssr: true,
        target,
        outDir: out,
        emptyOutDir: name === 'main',
        copyPublicDir: false,
        rolldownOptions: {
          input: { [name]: path.join(root, 'src-main', 'electron', `${name}.ts`) },
          external,
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    });
  }
}
