/**
 * Which Electron there is to show Lamina's window with: the one named, the one that came with the
 * packages, or one that is installed. Looks at files alone; starts nothing and fetches nothing.
 */
import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export interface Electron {
  readonly program: string;
  readonly version: string;
}

/** The page is built for Chromium 120, which Electron 28 brought. */
export const oldestElectron = 28;

export interface Desktop {
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly platform: NodeJS.Platform;
}

export const thisDesktop: Desktop = { environment: process.env, platform: process.platform };

/** Every one that was found, whatever its version, the preferred first. @param root folder that holds `node_modules` */
export function findElectrons(root: string, { environment, platform }: Desktop = thisDesktop): Electron[] {
  const inFolder = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[platform as string] ?? 'electron';
  const named = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const candidates = [
    ...(named ? [join(named, inFolder)] : []),
    // Written when the download was unpacked to its end.
    ...(existsSync(join(root, 'node_modules', 'electron', 'path.txt')) ? [join(root, 'node_modules', 'electron', 'dist', inFolder)] : []),
    ...onSearchPath('electron', environment),
  ];
  return candidates.flatMap((program) => {
    const version = isProgram(program) ? versionOf(program, platform) : null;
    return version === null ? [] : [{ program, version }];
  });
}

/** The one to use; null where there is none, or only ones that are too old for the page. */
export function findElectron(root: string, desktop: Desktop = thisDesktop): Electron | null {
  return findElectrons(root, desktop).find(({ version }) => Number.parseInt(version, 10) >= oldestElectron) ?? null;
}

/** The folder of a release holds a file with its version, with or without a `v`; on a Mac three folders above the program. */
function versionOf(program: string, platform: NodeJS.Platform): string | null {
  try {
    const folder = dirname(realpathSync(program));
    return readFileSync(join(folder, ...(platform === 'darwin' ? ['..', '..', '..'] : []), 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    // Something else of this name, e.g. a script that would start or even fetch one.
    return null;
  }
}

export function onSearchPath(name: string, environment: Desktop['environment']): string[] {
  return (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, name)).filter(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
