// Run under the shipped Node, which loads TypeScript: prints a line for each sentence whose languages do
// not ask for the same values, or whose Chinese holds no Chinese. Usage: node sentences-agree.mjs <file>...
import { pathToFileURL } from 'node:url';

/** @param {string} text */
const places = (text) => [...new Set(text.match(/\{\w+\}/g))].sort().join(' ');

/** @param {unknown} value @param {string} where @returns {string[]} */
function complaintsAbout(value, where) {
  if (typeof value !== 'object' || value === null) return [];
  const sentence = /** @type {Record<string, unknown>} */ (value);
  const english = sentence['en'];
  if (typeof english !== 'string') return Object.entries(sentence).flatMap(([name, inner]) => complaintsAbout(inner, `${where}.${name}`));
  const chinese = sentence['zh-CN'];
  if (typeof chinese !== 'string') return [`${where}: no Chinese`];
  if (places(english) !== places(chinese)) return [`${where}: ${places(english) || 'nothing'} in English, ${places(chinese) || 'nothing'} in Chinese`];
  // A name alone, like that of a format, is the same in every language.
  // A sign of Chinese typesetting (a full-width comma) is Chinese too.
  return english !== chinese && !/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(chinese) ? [`${where}: not Chinese: ${chinese}`] : [];
}

for (const file of process.argv.slice(2)) {
  const exported = /** @type {Record<string, unknown>} */ (await import(pathToFileURL(file).href));
  for (const complaint of complaintsAbout(exported, file)) process.stdout.write(`${complaint}\n`);
}
