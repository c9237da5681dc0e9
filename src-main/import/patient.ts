/** Whose image it is, where the file itself does not say. Pure: paths and tables in, names out. */
import { failure } from '#shared/text/user-facing-error.ts';
import { patientPatternBad, patientTableBad } from './import-sentences.ts';

export interface PatientRules {
  /** A regular expression with one group, matched on the file's name; the group is the patient. */
  readonly pattern?: string;
  /** Patients by image name or file name, from `parsePatientTable`. */
  readonly table?: ReadonlyMap<string, string>;
}

/**
 * The patient of an image, by what is surest: the table, the pattern, the file's own word (DICOM),
 * BIDS's `sub-` in the path, else the image by itself.
 * @param image name without ending, and the path of its first file
 * @param fromFile PatientID, where the format has one
 * @throws UserFacingError `bad-input` for a pattern that is no regular expression with a group
 */
export function patientOf(image: { readonly name: string; readonly path: string }, fromFile: string | null, rules: PatientRules = {}): string {
  const fileName = image.path.split(/[\\/]/).at(-1) ?? image.path;
  const listed = rules.table?.get(image.name) ?? rules.table?.get(fileName);
  if (listed !== undefined) return listed;
  return matchPattern(rules.pattern, fileName) ?? fromFile ?? bidsSubject(image.path) ?? image.name;
}

function matchPattern(pattern: string | undefined, fileName: string): string | null {
  if (pattern === undefined) return null;
  let expression: RegExp;
  try {
    // One more alternative, empty, so that the number of groups can be counted.
    if ((new RegExp(`${pattern}|`).exec('')?.length ?? 0) < 2) throw new Error('no group');
    expression = new RegExp(pattern);
  } catch (error) {
    throw failure('bad-input', patientPatternBad, { pattern }, error);
  }
  return expression.exec(fileName)?.[1] ?? null;
}

/** The subject of the Brain Imaging Data Structure: `sub-` and letters or digits; the innermost one of the path. */
export function bidsSubject(path: string): string | null {
  return [...path.matchAll(/(?:^|[\\/_])sub-([A-Za-z0-9]+)/g)].at(-1)?.[1] ?? null;
}

/**
 * A table of two columns, name and patient, one image a line, separated by comma, semicolon or tab; a
 * first line that says `name` or `patient` is a heading. Names may carry a file's ending.
 * @throws UserFacingError `bad-input` naming the line that has no two values
 */
export function parsePatientTable(text: string, file: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  text.replace(/^\uFEFF/, '').split(/\r?\n/).forEach((line, n) => {
    if (line.trim() === '') return;
    const [name, patient] = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (n === 0 && [name, patient].some((cell) => /^(name|patient)$/i.test(cell ?? ''))) return;
    if (!name || !patient) throw failure('bad-input', patientTableBad, { file, line: n + 1 });
    table.set(name, patient);
  });
  return table;
}
