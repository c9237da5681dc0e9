import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * The rules of this house that no compiler and no linter knows. Each takes the files and gives its
 * complaints; it knows nothing of who asks.
 *
 * @typedef {{ path: string, text: string }} TextFile the path from the checkout's root, with slashes
 */

const textFile = /\.(?:ts|mts|mjs|cjs|js|vue|css|html|json|md|py|yml|yaml|sh|txt|toml)$|(?:^|\/)(?:run|\.npmrc|\.gitignore|LICENSE)$/;
const notOurs = new Set(['node_modules', 'build', 'dist', 'demo', '.git', '.venv']);

/** @param {string} root @returns {TextFile[]} what people wrote in this checkout */
export function readTextFiles(root) {
  /** @type {TextFile[]} */
  const found = [];
  const visit = (/** @type {string} */ folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const place = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory() && !notOurs.has(entry.name)) visit(place);
      else if (entry.isFile() && textFile.test(entry.name)) found.push({ path: place, text: readFileSync(path.join(root, place), 'utf8') });
    }
  };
  visit('');
  return found;
}

const isSource = (/** @type {TextFile} */ file) => /^(?:shared|src-[^/]+|test|scripts)\/.*\.(?:ts|mts|mjs|cjs|vue)$/.test(file.path);

/** @param {TextFile} file @param {(line: string) => boolean} isBreach @param {string} complaint */
const complainOfLines = (file, isBreach, complaint) =>
  file.text.split('\n').flatMap((line, index) => (isBreach(line) ? [`${file.path}:${index + 1}: ${complaint}`] : []));

/** Longer files are where a reader gets lost. */
const longest = 400;

/** @param {readonly TextFile[]} files */
export function findLongFiles(files) {
  return files.filter(isSource).flatMap(({ path: place, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return lines > longest ? [`${place}: ${lines} lines, at most ${longest}: split it by subject`] : [];
  });
}

/** What the linter and the compiler forbid can be let pass by a comment: then it says why. */
const ways = ['@ts-ignore', '@ts-nocheck', '@ts-expect-error', 'eslint-disable'].map((way) => new RegExp(`(?://|/\\*)\\s*${way}(?!.*--\\s*\\S)`));

/** @param {readonly TextFile[]} files */
export function findSilencedChecks(files) {
  return files
    .filter(isSource)
    .flatMap((file) => complainOfLines(file, (line) => ways.some((way) => way.test(line)), 'a check is switched off without a reason (`-- why`)'));
}

/** Written in pieces, so that this file keeps its own rule. */
const machinePlaces = [
  /(?<![\w.~-])\/(?:work|tmp|root)\//,
  new RegExp(['registry', 'npmjs'].join('\\.')),
  new RegExp(['pypi', 'org|python' + 'hosted'].join('\\.')),
];

/** A person's home; tests may make one up. */
const homePlace = /(?<![\w.~-])\/(?:home|Users)\/\w+\//;

/** @param {readonly TextFile[]} files */
export function findMachinePaths(files) {
  return files.flatMap((file) => {
    const places = file.path.startsWith('test/') ? machinePlaces : [...machinePlaces, homePlace];
    return complainOfLines(file, (line) => places.some((place) => place.test(line)), 'a place of one machine: the repository is for all');
  });
}

/** @param {readonly TextFile[]} files */
export function findSentencesInOneLanguage(files) {
  return files.filter((file) => isSource(file) && !file.path.startsWith('test/')).flatMap(({ path: place, text }) => {
    const count = (/** @type {RegExp} */ language) => [...text.matchAll(language)].length;
    const [english, chinese] = [count(/(?<![\w.'-])en:\s*(?:\n\s*)?['"`]/g), count(/'zh-CN':\s*(?:\n\s*)?['"`]/g)];
    return english === chinese ? [] : [`${place}: ${english} sentences in English, ${chinese} in Chinese`];
  });
}
