/** Where this person's copy of Lamina keeps what belongs to no project, as each system has it. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface PersonFolders {
  /** Settings, from one start to the next. */
  readonly settings: string;
  /** The example project. */
  readonly data: string;
  /** What is uploaded or to be downloaded; gone when it was used. */
  readonly transfers: string;
}

/**
 * The XDG base directories on Linux, Library on macOS, AppData on Windows. `LAMINA_CONFIG` names another
 * folder for the settings.
 */
export function personFolders(
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): PersonFolders {
  const named = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  const folders = ((): PersonFolders => {
    switch (platform) {
      case 'darwin': {
        const library = join(home, 'Library');
        return {
          settings: join(library, 'Application Support', 'Lamina'),
          data: join(library, 'Application Support', 'Lamina'),
          transfers: join(library, 'Caches', 'Lamina', 'transfers'),
        };
      }
      case 'win32': {
        const local = named('LOCALAPPDATA') ?? join(home, 'AppData', 'Local');
        return {
          settings: join(named('APPDATA') ?? join(home, 'AppData', 'Roaming'), 'Lamina'),
          data: join(local, 'Lamina'),
          transfers: join(local, 'Lamina', 'Transfers'),
        };
      }
      default:
        return {
          settings: join(named('XDG_CONFIG_HOME') ?? join(home, '.config'), 'lamina'),
          data: join(named('XDG_DATA_HOME') ?? join(home, '.local', 'share'), 'lamina'),
          // Not the system's own temporary folder: on many machines that is memory, and a scan may be larger.
          transfers: join(named('XDG_CACHE_HOME') ?? join(home, '.cache'), 'lamina', 'transfers'),
        };
    }
  })();
  return { ...folders, settings: named('LAMINA_CONFIG') ?? folders.settings };
}
