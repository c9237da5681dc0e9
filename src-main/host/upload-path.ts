/** `/uploads/{id}/{path}`: which upload, and which file of it. Knows no file system. */

export interface UploadPath {
  readonly id: string;
  /** Decoded names, folders first; none that could lead out of the upload. */
  readonly names: readonly string[];
}

const deepest = 32;
/** What Windows forbids in a name; a colon there even leads to another stream of the file. */
const forbiddenOnWindows = /[<>:"|?*]|[. ]$/;
/** Devices there, in every folder and whatever ending follows. Microsoft: "Naming Files, Paths, and Namespaces". */
const deviceOnWindows = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;

/**
 * @param path as it came over the wire, each part percent-encoded: a file's name may hold a percent sign,
 *   so it is decoded once and nowhere else
 * @returns null where it names no file below an upload
 */
export function uploadPath(path: string, platform: NodeJS.Platform = process.platform): UploadPath | null {
  const [before, uploads, id, ...parts] = path.split('/');
  if (before !== '' || uploads !== 'uploads' || id === undefined || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) return null;
  if (parts.length === 0 || parts.length > deepest) return null;
  const names = parts.map((part) => plainName(part, platform));
  return names.includes(null) ? null : { id, names: names as string[] };
}

function plainName(part: string, platform: NodeJS.Platform): string | null {
  let name: string;
  try {
    name = decodeURIComponent(part);
  } catch {
    return null;
  }
  if (name === '' || name === '.' || name === '..' || /[/\\\0-\x1f\x7f]/.test(name)) return null;
  return platform === 'win32' && (forbiddenOnWindows.test(name) || deviceOnWindows.test(name)) ? null : name;
}
