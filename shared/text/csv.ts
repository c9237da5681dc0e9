/** Tables for other programs: comma-separated values as in RFC 4180. */

export type Cell = string | number | boolean | null;

/** @returns the text of a file, with the mark of UTF-8 where it is more than ASCII */
export function csv(rows: readonly (readonly Cell[])[]): string {
  const text = rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
  // Excel takes what has no mark for the computer's own code page: Chinese names would be lost.
  return /[^\0-\x7f]/.test(text) ? `\ufeff${text}` : text;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  // What begins like this is computed by spreadsheets: a file's name could be a formula. Places are numbers side by side.
  const text = /^[=+\-@\t\r]/.test(cell) && !/^-?\d[\d.]*(?:[ ;]+-?\d[\d.]*)*$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
