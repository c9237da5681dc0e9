/** One line of CSV as RFC 4180 has it, without line breaks in cells; a semicolon serves where spreadsheets write it. */
export function cellsOf(row: string): string[] {
  const separator = row.includes(',') ? ',' : ';';
  const cells: string[] = [];
  let at = 0;
  while (at <= row.length) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(row.slice(at));
    if (quoted !== null) {
      cells.push(quoted[1]!.replaceAll('""', '"'));
      at += quoted[0].length;
    } else {
      const end = row.indexOf(separator, at) < 0 ? row.length : row.indexOf(separator, at);
      cells.push(row.slice(at, end).trim());
      at = end;
    }
    at += 1;
  }
  return cells;
}
