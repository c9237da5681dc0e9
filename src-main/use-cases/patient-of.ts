/** Whose image it is: from a table or pattern that the person gives, else from what the files say. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { cellsOf } from '#shared/text/csv-row.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import type { DecodedImage } from '../import/decoded-image.ts';
import { nameWithoutEnding } from '../import/file-names.ts';
import { importSentences } from './import-sentences.ts';

export interface PatientRules {
  readonly pattern: RegExp | null;
  /** Case name or file name → patient. */
  readonly table: ReadonlyMap<string, string>;
}

/** @throws UserFacingError `bad-input` for a pattern without exactly one group, or a table that is none */
export async function patientRules(options: { readonly patientPattern?: string | undefined; readonly patientTable?: string | undefined }): Promise<PatientRules> {
  return {
    pattern: options.patientPattern === undefined ? null : compile(options.patientPattern),
    table: options.patientTable === undefined ? new Map() : await readTable(options.patientTable),
  };
}

export function patientOf(image: Pick<DecodedImage, 'name' | 'files' | 'patient'>, { table, pattern }: PatientRules): { readonly patient: string; readonly patternMissed: boolean } {
  const file = image.files[0] ?? image.name;
  const listed = table.get(image.name) ?? table.get(basename(file));
  if (listed !== undefined) return { patient: listed, patternMissed: false };
  const matched = pattern?.exec(basename(file))?.[1];
  if (matched !== undefined && matched !== '') return { patient: matched, patternMissed: false };
  return { patient: image.patient ?? bidsSubject(file) ?? image.name, patternMissed: pattern !== null };
}

/** BIDS, "File naming": `sub-<label>` begins the file's name, and names the folder above it; the file's name is closer. */
function bidsSubject(file: string): string | null {
  const parts = file.split(/[\\/]/).reverse();
  for (const part of parts) {
    const subject = /^(sub-[A-Za-z0-9]+)(?:[_.]|$)/.exec(part)?.[1];
    if (subject !== undefined) return subject;
  }
  return null;
}

function compile(pattern: string): RegExp {
  try {
    const compiled = new RegExp(pattern);
    // Matching the empty string against an alternative tells how many groups there are.
    const groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
    if (groups === 1) return compiled;
  } catch (error) {
    throw failure('bad-input', importSentences.badPattern, { pattern }, error);
  }
  throw failure('bad-input', importSentences.badPattern, { pattern });
}

async function readTable(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw failure('not-found', importSentences.tableMissing, { file }, error);
  });
  const rows = text.replace(/^\ufeff/, '').split(/\r?\n/).filter((row) => row.trim() !== '').map(cellsOf);
  const [header, ...lines] = rows;
  const name = header?.findIndex((cell) => cell.toLowerCase() === 'name') ?? -1;
  const patient = header?.findIndex((cell) => cell.toLowerCase() === 'patient') ?? -1;
  if (name < 0 || patient < 0) throw failure('bad-input', importSentences.badTable, { file });
  const table = new Map<string, string>();
  for (const cells of lines) {
    const [key, value] = [cells[name], cells[patient]];
    if (!key || !value) throw failure('bad-input', importSentences.badTable, { file });
    table.set(key, value);
    table.set(nameWithoutEnding(key), value);
  }
  return table;
}
