/** The real shell, made to run in Electron 9.4.1: its language lowered to Node 12, and what Electron has renamed since adapted. */
import path from 'node:path';
import type { Plugin } from 'vite';
import { bundleShell } from '../../scripts/build/bundle-shell.mjs';

/** @param out two folders below the root, as the shell looks for the rest of Lamina from there */
export function bundleForElectron9(root: string, out: string): Promise<void> {
  return bundleShell({ root, out, target: 'node12', external: [], plugins: [adapted] });
}

const adapted: Plugin = {
  name: 'electron-9',
  enforce: 'pre',
  resolveId(source, importer) {
    // Node 12 knows its own modules by their short names alone.
    if (source.startsWith('node:')) return { id: source.slice('node:'.length), external: true };
    if (source !== 'electron' || importer === undefined) return null;
    if (importer.includes('electron-9-')) return { id: source, external: true };
    return path.join(import.meta.dirname, importer.endsWith('preload.ts') ? 'electron-9-preload.ts' : 'electron-9-main.ts');
  },
};
