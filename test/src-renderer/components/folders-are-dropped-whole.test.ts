import { expect, it } from 'vitest';
import { filesOfEntries, type Entry, type FileEntry, type FolderEntry } from '../../../src-renderer/components/import/dropped-files.ts';

const file = (name: string): FileEntry => ({ isFile: true, isDirectory: false, name, file: (take) => take(new File(['x'], name)) });

/** Gives its entries in portions, as browsers do, and nothing at the end. */
function folder(name: string, entries: readonly Entry[], portion = 100): FolderEntry {
  return {
    isFile: false, isDirectory: true, name,
    createReader: () => {
      let given = 0;
      return { readEntries: (take) => { take(entries.slice(given, given += portion)); } };
    },
  };
}

it('Folders are opened all the way down, and each file keeps its path from what was dropped', async () => {
  const found = await filesOfEntries([file('a.nii.gz'), folder('study', [folder('P1', [file('1.dcm'), file('2.dcm')]), file('b.nii')])]);
  expect(found.map(({ path, file: { name } }) => [path, name])).toEqual([
    ['a.nii.gz', 'a.nii.gz'], ['study/P1/1.dcm', '1.dcm'], ['study/P1/2.dcm', '2.dcm'], ['study/b.nii', 'b.nii'],
  ]);
});

it('A series of more slices than a browser gives at once arrives whole', async () => {
  const slices = Array.from({ length: 257 }, (_, n) => file(`${n}.dcm`));
  expect(await filesOfEntries([folder('series', slices)])).toHaveLength(257);
});

it('What a system puts into folders for itself is left where it is', async () => {
  expect((await filesOfEntries([folder('scans', [file('.DS_Store'), file('Thumbs.db'), file('._a.nii'), file('a.nii')])])).map(({ path }) => path)).toEqual(['scans/a.nii']);
});

it('A file that cannot be read is not left out in silence', async () => {
  const locked: FileEntry = { isFile: true, isDirectory: false, name: 'locked.nii', file: (_take, fail) => fail(new DOMException('no', 'NotReadableError')) };
  await expect(filesOfEntries([locked])).rejects.toThrow('no');
});
