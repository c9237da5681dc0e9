import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder outside the checkout where downloads and what was built from them stay, so that a
 * second clone fetches nothing. `LAMINA_CACHE` wins; else each system's own custom for caches.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {{ platform?: NodeJS.Platform, home?: string }} [machine]
 * @returns {string} an absolute path; the folder need not exist
 */
export function cacheFolder(environment, { platform = process.platform, home = homedir() } = {}) {
  // The XDG specification: a relative path is invalid and must be ignored.
  const absolute = (/** @type {string | undefined} */ value) => (value && path.isAbsolute(value) ? value : undefined);
  if (environment['LAMINA_CACHE']) return path.resolve(environment['LAMINA_CACHE']);
  const xdg = absolute(environment['XDG_CACHE_HOME']);
  if (xdg) return path.join(xdg, 'lamina');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'lamina');
  if (platform === 'win32') return path.join(absolute(environment['LOCALAPPDATA']) ?? path.join(home, 'AppData', 'Local'), 'lamina', 'cache');
  return path.join(home, '.cache', 'lamina');
}
