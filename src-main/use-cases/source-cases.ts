/** Which files make a case: each by itself, or several that the names of their images tell to belong together. */
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { groupByRole, type SourceCase } from '../import/group-by-role.ts';
import type { ImageSource } from '../import/image-source.ts';
import { importSentences } from './import-sentences.ts';

/** What may become a case: its first image, and others beside it. */
export interface CaseFiles {
  /** Of the case; null: that of its image. */
  readonly name: string | null;
  readonly role: string;
  readonly first: ImageSource;
  readonly further: readonly { readonly role: string; readonly source: ImageSource }[];
  /** Roles that nothing was found for. */
  readonly missing: readonly string[];
}

export interface FoundCases {
  readonly cases: readonly CaseFiles[];
  readonly refused: readonly { readonly file: string; readonly reason: Sentence }[];
  /** Images without a role, found beside the others. */
  readonly leftOut: readonly ImageSource[];
}

/**
 * @param roles of which the first is that of the image that labels lie on; undefined: each file is a case
 * @param named paths that the person named: of these none is passed over in silence
 * @throws UserFacingError `bad-input` where no name tells a role
 */
export async function findCases(
  sources: readonly ImageSource[], roles: readonly string[] | undefined, named: readonly string[], signal: AbortSignal,
): Promise<FoundCases> {
  if (roles === undefined) return { cases: sources.map((first) => ({ name: null, role: 'image', first, further: [], missing: [] })), refused: [], leftOut: [] };
  const grouped = await groupByRole(sources, roles, signal);
  const [unnamed] = grouped.leftOut;
  if (unnamed !== undefined && grouped.leftOut.length === sources.length) {
    throw failure('bad-input', importSentences.rolesNowhere, { count: sources.length, file: unnamed.files[0]!, roles: roles.join(', ') });
  }
  const refused: FoundCases['refused'][number][] = [];
  for (const { name, role, sources: twice } of grouped.doubtful) {
    const [first = '', second = ''] = twice.map(({ files }) => files[0]);
    refused.push({ file: first, reason: fill(importSentences.roleTwice, { name, role, count: twice.length, first, second }) });
  }
  const isNamed = ({ files }: ImageSource): boolean => files.some((file) => named.includes(file));
  for (const { files: [file = ''] } of grouped.leftOut.filter(isNamed)) {
    refused.push({ file, reason: fill(importSentences.roleUnknown, { file, roles: roles.join(', ') }) });
  }
  const cases = grouped.cases.flatMap((one): readonly CaseFiles[] => {
    const found = caseFiles(one, roles);
    if (found !== null) return [found];
    const file = one.images[0]!.source.files[0]!;
    refused.push({ file, reason: fill(importSentences.firstMissing, { name: one.name, role: roles[0]!, file }) });
    return [];
  });
  return { cases, refused, leftOut: grouped.leftOut.filter((source) => !isNamed(source)) };
}

function caseFiles({ name, images }: SourceCase, roles: readonly string[]): CaseFiles | null {
  const [first, ...further] = images;
  if (first === undefined || first.role !== roles[0]) return null;
  const missing = roles.filter((role) => !images.some((image) => image.role === role));
  return { name, role: first.role, first: first.source, further, missing };
}

/** Null where nothing was left out. */
export function leftOutNote(leftOut: readonly ImageSource[], roles: readonly string[]): Sentence | null {
  const [first] = leftOut;
  return first === undefined ? null : fill(importSentences.rolesLeftOut, { count: leftOut.length, file: first.files[0]!, roles: roles.join(', ') });
}
