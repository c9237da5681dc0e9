/**
 * A project is copied and given away: what its jobs leave in it must not tell where images came from or
 * went to, since folders may be named after patients. Knows nothing of jobs.
 */
import { dirname, isAbsolute, sep } from 'node:path';

/** The folders of all absolute paths in a request, and these paths themselves, which may be folders; longest first. */
export function foldersIn(request: unknown): readonly string[] {
  const found = new Set<string>();
  mapStrings(request, (text) => {
    if (isAbsolute(text)) for (const folder of [text, dirname(text)]) found.add(folder);
    return text;
  });
  return [...found].filter((folder) => folder !== dirname(folder)).sort((a, b) => b.length - a.length);
}

/** The same value with files and folders below the given ones called by what comes after them, in sentences too. */
export function forgetFolders(value: unknown, folders: readonly string[]): unknown {
  return mapStrings(value, (text) => folders.reduce((short, folder) => short.replaceAll(folder + sep, ''), text));
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((one: unknown) => mapStrings(one, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]: [string, unknown]) => [key, mapStrings(one, map)]));
}
