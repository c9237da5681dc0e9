/** The page's own files: they hold no data, are served without a token, and from one folder only. */
import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export interface PageFile {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** Stands in HTML files where a style of the page's framework needs its permission, new at each load. */
const noncePlace = 'LAMINA_NONCE';

const builtInPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lamina</title>
<style nonce="${noncePlace}">body{font:16px/1.6 system-ui,sans-serif;margin:4rem auto;max-width:40rem;padding:0 1rem}</style>
<h1>Lamina is running</h1><p>Use the command line: <code>lamina --help</code>.</p>
<h1 lang="zh-CN">Lamina 正在运行</h1><p lang="zh-CN">请使用命令行：<code>lamina --help</code>。</p></html>`;

/**
 * @param folder where the built page lies; null: only a page that says that Lamina runs
 * @param path decoded, begins with `/`, cannot climb (the door has seen to it)
 * @returns null where there is no such file, or a link leads out of the folder
 */
export async function pageFile(folder: string | null, path: string): Promise<PageFile | null> {
  const name = path === '/' ? '/index.html' : path;
  const type = contentTypes[extname(name).toLowerCase()];
  if (type === undefined) return null;
  const bytes = folder === null ? (name === '/index.html' ? Buffer.from(builtInPage) : null) : await readInside(folder, name);
  if (bytes === null) return null;
  const nonce = randomBytes(16).toString('base64');
  return {
    bytes: type.startsWith('text/html') ? Buffer.from(bytes.toString('utf8').replaceAll(noncePlace, nonce)) : bytes,
    headers: { 'content-type': type, 'cache-control': 'no-cache', 'content-security-policy': contentSecurityPolicy(nonce), ...isolation },
  };
}

async function readInside(folder: string, name: string): Promise<Buffer | null> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, name));
    return file.startsWith(root + sep) ? await readFile(file) : null;
  } catch {
    return null;
  }
}

/** Only a page that nothing from elsewhere shares a process with may share memory with its own threads. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Nothing from elsewhere, no inline script, no frame around it; workers from blobs for the viewer. */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
