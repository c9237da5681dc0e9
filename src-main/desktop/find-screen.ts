/** Whether there is a display to show a window on, and what opens an address in a browser here. */
import { onSearchPath, thisDesktop, type Desktop } from './find-electron.ts';

/** Its name; null where there is none, as on a server. */
export function findDisplay({ environment, platform }: Desktop = thisDesktop): string | null {
  // Through a shell from elsewhere a Mac shows nothing, although it has a screen.
  if (platform === 'darwin') return environment['SSH_CONNECTION'] ? null : 'Quartz';
  if (platform === 'win32') return 'Windows';
  return environment['WAYLAND_DISPLAY'] || environment['DISPLAY'] || null;
}

export interface Opener {
  readonly program: string;
  /** Before the address. */
  readonly args: readonly string[];
}

const browsers = ['firefox', 'firefox-esr', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser', 'epiphany', 'konqueror'];

/** Every Mac and every Windows has a browser; elsewhere its first name found on the search path. */
export function findBrowserName({ environment, platform }: Desktop = thisDesktop): string | null {
  if (platform === 'darwin') return 'Safari';
  if (platform === 'win32') return 'Edge';
  return browsers.find((name) => onSearchPath(name, environment).length > 0) ?? null;
}

/** What opens an address in the person's own browser; null where nothing does. */
export function findOpener(desktop: Desktop = thisDesktop): Opener | null {
  if (findDisplay(desktop) === null) return null;
  if (desktop.platform === 'darwin') return { program: 'open', args: [] };
  // Not `cmd /c start`, which takes an address apart at its special characters.
  if (desktop.platform === 'win32') return { program: 'rundll32', args: ['url.dll,FileProtocolHandler'] };
  const browser = findBrowserName(desktop);
  const [program] = ['xdg-open', ...(browser === null ? [] : [browser])].flatMap((name) => onSearchPath(name, desktop.environment));
  return program === undefined || browser === null ? null : { program, args: [] };
}
