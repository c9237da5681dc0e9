/** Files out of a drop, folders opened all the way down. */
import type { ChosenFile } from '../../connection/files-in-out.ts';
import type { Chosen } from '../../stores/chosen.ts';

/** As much of a browser's entry as is used here. */
export interface Entry {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly name: string;
}
export interface FileEntry extends Entry { file(success: (file: File) => void, failure: (error: unknown) => void): void }
export interface FolderEntry extends Entry {
  createReader(): { readEntries(success: (entries: readonly Entry[]) => void, failure: (error: unknown) => void): void };
}

/** Names that a system puts into folders for itself. */
const notOurs = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i;

/** @returns every file below the entries, with its path from what was dropped */
export async function filesOfEntries(entries: readonly Entry[], above = ''): Promise<ChosenFile[]> {
  const found: ChosenFile[] = [];
  for (const entry of entries) {
    const path = `${above}${entry.name}`;
    if (isFolder(entry)) found.push(...await filesOfEntries(await entriesOf(entry), `${path}/`));
    else if (isFile(entry) && !notOurs.test(entry.name)) found.push({ path, file: await fileOf(entry) });
  }
  return found;
}

function isFile(entry: Entry): entry is FileEntry {
  return entry.isFile;
}

function isFolder(entry: Entry): entry is FolderEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileEntry): Promise<File> {
  return new Promise((resolve, reject) => { entry.file(resolve, reject); });
}

/** A reader gives at most a hundred at a time and nothing at its end. */
async function entriesOf(folder: FolderEntry): Promise<Entry[]> {
  const reader = folder.createReader();
  const all: Entry[] = [];
  for (;;) {
    const some = await new Promise<readonly Entry[]>((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/**
 * Must be called before the drop's event has ended: the browser forgets its items then.
 * In the desktop window a folder is named as it is, and read by the host in its place.
 */
export async function chosenOfDrop(transfer: DataTransfer, inDesktop: boolean): Promise<Chosen> {
  if (inDesktop) return { kind: 'files', files: [...transfer.files].map((file) => ({ file, path: file.name })) };
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return { kind: 'files', files: await filesOfEntries(entries) };
}

/** What an `<input type=file>` holds. */
export function chosenOfInput(list: FileList): Chosen {
  const files = [...list].filter(({ name }) => !notOurs.test(name));
  return { kind: 'files', files: files.map((file) => ({ file, path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath })) };
}
