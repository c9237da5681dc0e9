import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { en } from '../../../src-renderer/locales/en/en.ts';

function wordsOf(tree: object, above = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => (typeof value === 'string' ? [`${above}${key}`] : wordsOf(value as object, `${above}${key}.`)));
}

const folder = path.join(import.meta.dirname, '..', '..', '..', 'src-renderer');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(ts|vue)$/.test(file) && !file.split(path.sep).includes('locales'))
  .map((file) => readFileSync(path.join(folder, file), 'utf8'));

/** Whole words, and words of which a part is known only when they are said: `keys.commands.${command}`. */
const said = new Set(sources.flatMap((source) => [...source.matchAll(/['"]([a-zA-Z]+\.[\w.+-]+)['"]/g)].map(([, word]) => word!)));
const patterns = sources.flatMap((source) => [...source.matchAll(/`([a-zA-Z]+\.[^`]*)`/g)]
  .map(([, text]) => text!.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\w.+-]+'))
  .filter((pattern) => /^[a-zA-Z]+\\\./.test(pattern))
  .map((pattern) => new RegExp(`^${pattern}$`)));

it('Every word is said somewhere', () => {
  expect(said.size).toBeGreaterThan(300);
  expect(wordsOf(en).filter((word) => !said.has(word) && !patterns.some((pattern) => pattern.test(word)))).toEqual([]);
});
