/** Lines of a table whose columns stand under each other; numbers to the right. @param header null: the rows alone */
export function textTable(header: readonly string[] | null, rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [...(header === null ? [] : [header]), ...rows.map((row) => row.map(String))];
  const columns = cells[0] ?? [];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))));
  const numeric = columns.map((_, column) => rows.length > 0 && rows.every((row) => /^(-?[\d.,]+( ?%)?|–)$/.test(String(row[column] ?? ''))));
  return cells.map((row) =>
    row.map((cell, column) => {
      const padding = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
      return numeric[column] ? padding + cell : cell + padding;
    }).join('  ').trimEnd());
}

const wide = '\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6';
const isWide = new RegExp(`[${wide}]`);
/** What a line may be broken between: words, and Chinese characters, with the punctuation that must not begin a line. */
const pieces = new RegExp(`[${wide}][，。；：、）”！？]*|[^\\s${wide}]+|\\s+`, 'gu');

/** Columns that a text takes in a terminal: Chinese characters and full-width punctuation take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += isWide.test(character) ? 2 : 1;
  return width;
}

/** Breaks a text into lines of at most so many columns; Chinese, which has no blanks, between its characters. */
export function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(pieces) ?? []) {
    if (line !== '' && widthOf(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else {
      line += piece;
    }
  }
  return [...lines, line.trimEnd()].join('\n');
}
