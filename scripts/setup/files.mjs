import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** @param {...(string | Buffer)} parts @returns {string} one SHA-256 over all parts; their borders count */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** @param {string} file @returns {Promise<string>} the SHA-256 of a file of any size */
export async function hashOfFile(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/**
 * One SHA-256 over names and contents, so that neither dates nor the order on the disk count.
 *
 * @param {string} root
 * @param {readonly string[]} places files and folders below it; one that is not there counts as empty
 * @returns {string}
 */
export function hashOfFolders(root, places) {
  /** @type {string[]} */
  const files = [];
  const visit = (/** @type {string} */ place) => {
    const found = statSync(path.join(root, place), { throwIfNoEntry: false });
    if (found?.isFile()) files.push(place);
    if (found?.isDirectory()) for (const name of readdirSync(path.join(root, place))) visit(`${place}/${name}`);
  };
  for (const place of places) visit(place);
  return hashOf(...files.sort().flatMap((file) => [file, readFileSync(path.join(root, file))]));
}

/** @param {string} folder @returns {number} bytes of all files below it; 0 where it is not there (yet, or any more) */
export function bytesIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const place = path.join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesIn(place) : statSync(place).size);
    }, 0);
  } catch {
    return 0;
  }
}

/** @param {string} file @returns {unknown} undefined where there is no such file or no JSON in it */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Readers see the old file or the new one, never half of one.
 *
 * @param {string} file
 * @param {unknown} value
 */
export function writeJson(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.partial`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, file);
}
