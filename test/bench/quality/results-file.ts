/** The document's parts that runs write: each between two markers, everything else is people's. */

/** @param by whose runs they are */
const begin = (set: string, by: string): string => `<!-- ${by} ${set} -->`;
const usual = 'bench:quality';
const end = (set: string): string => `<!-- end of ${set} -->`;

/** Null: the document has no such part. */
export function partOf(document: string, set: string, by = usual): string | null {
  const place = placeOf(document, set, by);
  return place === null ? null : document.slice(place.from, place.to).trim();
}

/** @returns the document with the part in its place, or, where it has none, below a heading at its end */
export function withPart(document: string, set: string, { title, text }: { readonly title: string; readonly text: string }, by = usual): string {
  const place = placeOf(document, set, by);
  const part = `\n${text.trim()}\n`;
  if (place !== null) return document.slice(0, place.from) + part + document.slice(place.to);
  return `${document.trimEnd()}\n\n## ${title}\n\n${begin(set, by)}${part}${end(set)}\n`;
}

/** @throws RangeError where a marker has no partner: what lies between would be lost */
function placeOf(document: string, set: string, by: string): { readonly from: number; readonly to: number } | null {
  const [first, last] = [document.indexOf(begin(set, by)), document.indexOf(end(set))];
  if (first < 0 && last < 0) return null;
  if (first < 0 || last < first) throw new RangeError(`the markers of ${set} do not enclose anything`);
  return { from: first + begin(set, by).length, to: last };
}
