/** Where the parts of Lamina lie that the shell starts: beside it in a checkout, unpacked in an installed program. */
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface ProductPlace {
  /** The folder that holds `src-main`. */
  readonly root: string;
  /** The shipped Node; null where it is missing. */
  readonly node: string | null;
  readonly hostEntry: string;
  readonly icon: string;
}

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly exists: (file: string) => boolean;
}

const thisMachine: Machine = { platform: process.platform, arch: process.arch, exists: existsSync };

/** @param shellFolder where the shell's own script lies: `build/<name>` below the root */
export function findProduct(shellFolder: string, machine: Machine = thisMachine): ProductPlace {
  // Node cannot read Electron's archive: what it runs lies unpacked beside the archive, under the same names.
  const root = join(shellFolder.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`), '..', '..');
  return {
    root,
    node: findNode(root, machine),
    hostEntry: join(root, 'src-main', 'cli', 'main.ts'),
    icon: join(root, 'resources', 'icons', 'icon.png'),
  };
}

/** The packages that carry the bare binary; on Apple silicon the usual name is somebody else's. */
function findNode(root: string, { platform, arch, exists }: Machine): string | null {
  const system = platform === 'win32' ? 'win' : platform;
  const program = platform === 'win32' ? 'node.exe' : 'node';
  const places = [`node-${system}-${arch}`, `node-bin-${system}-${arch}`].map((name) => join(root, 'node_modules', name, 'bin', program));
  return places.find(exists) ?? null;
}
