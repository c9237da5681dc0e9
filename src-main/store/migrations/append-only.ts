/**
 * Triggers that keep a table's rows as they were written: history, audit and snapshots rest on that.
 * @param table a plain SQL name
 */
export function appendOnly(table: string): string {
  return ['UPDATE', 'DELETE']
    .map((change) => `
CREATE TRIGGER ${table}_refuses_${change.toLowerCase()} BEFORE ${change} ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
`)
    .join('');
}
