/**
 * Which images belong to one case, where people keep several of each: by what their names end (or begin) with,
 * `case_flair`, `case_t1`; by folders of that name; of a DICOM study by the descriptions of its series.
 */
import { basename, dirname, join, sep } from 'node:path';
import { nameWithoutEnding } from './file-names.ts';
import { readDicomHeader } from './dicom-header.ts';
import type { ImageSource } from './image-source.ts';
import { distinctNames } from './series-names.ts';

/** Images that were found to be of one case; at least one, each role once, in the order of the roles. */
export interface SourceCase {
  readonly name: string;
  readonly images: readonly { readonly role: string; readonly source: ImageSource }[];
}

export interface GroupedSources {
  readonly cases: readonly SourceCase[];
  /** Nothing names their role. */
  readonly leftOut: readonly ImageSource[];
  /** Where two images have one role: which of them is meant nobody can tell. */
  readonly doubtful: readonly { readonly name: string; readonly role: string; readonly sources: readonly ImageSource[] }[];
}

/** An image whose role is known, with what all images of its case have in common: a path, or a study. */
interface Placed {
  readonly source: ImageSource;
  readonly role: string;
  readonly path: string | null;
  readonly key: string;
}

/** @param roles as they stand in names, in either case; a longer one is found before one that it ends with */
export async function groupByRole(sources: readonly ImageSource[], roles: readonly string[], signal?: AbortSignal): Promise<GroupedSources> {
  const common = commonFolder(sources.map(pathOf));
  const byPath = sources.flatMap((source) => placeByPath(source, common, roles) ?? []);
  const byStudy = await placeByStudy(sources.filter(({ format }) => format === 'dicom'), new Set(byPath.map(({ source }) => source)), roles, signal);
  const placed = [...byPath, ...byStudy];
  const groups = [...Map.groupBy(placed, ({ key }) => key).values()];
  const names = distinctNames(groups.map(placeOfCase));
  const cases: SourceCase[] = [];
  const doubtful: GroupedSources['doubtful'][number][] = [];
  groups.forEach((group, at) => {
    const name = names[at]!;
    const ofRole = (role: string): readonly ImageSource[] => group.filter((one) => one.role === role).map(({ source }) => source);
    const twice = roles.find((role) => ofRole(role).length > 1);
    if (twice !== undefined) doubtful.push({ name, role: twice, sources: ofRole(twice) });
    else cases.push({ name, images: roles.flatMap((role) => ofRole(role).map((source) => ({ role, source }))) });
  });
  const known = new Set(placed.map(({ source }) => source));
  return { cases, doubtful, leftOut: sources.filter((source) => !known.has(source)) };
}

/** What a case is called after, and the folder that tells it from others of that name. */
function placeOfCase(group: readonly Placed[]): { readonly name: string; readonly folder: string } {
  const place = group[0]?.path ?? commonFolder(group.flatMap(({ source }) => source.files));
  return { name: basename(place), folder: dirname(place) };
}

/** What names an image: its file without ending, of a series its folder. */
function pathOf({ format, files }: ImageSource): string {
  const first = files[0]!;
  return format === 'dicom' && files.length > 1 ? dirname(first) : join(dirname(first), nameWithoutEnding(first));
}

/** The folder that all lie in; of one alone the folder that it lies in. */
function commonFolder(paths: readonly string[]): string {
  return paths.map(dirname).reduce((common, folder) => {
    let shared = common;
    while (!`${folder}${sep}`.startsWith(shared.endsWith(sep) ? shared : `${shared}${sep}`)) shared = dirname(shared);
    return shared;
  }, dirname(paths[0] ?? sep));
}

/** The part of its path nearest to the image tells; what is above all images says nothing of any of them. */
function placeByPath(source: ImageSource, common: string, roles: readonly string[]): Placed | null {
  const path = pathOf(source);
  const parts = path.slice(common.length).split(sep).filter((part) => part !== '');
  for (let at = parts.length - 1; at >= 0; at--) {
    const found = roleIn(parts[at]!, roles);
    if (found === null) continue;
    const key = join(common, ...parts.slice(0, at), found.rest, ...parts.slice(at + 1));
    return { source, role: found.role, path: key, key };
  }
  return null;
}

/** Series of studies in which no folder names a role: there their descriptions do. */
async function placeByStudy(
  series: readonly ImageSource[], placed: ReadonlySet<ImageSource>, roles: readonly string[], signal: AbortSignal | undefined,
): Promise<readonly Placed[]> {
  if (series.every((source) => placed.has(source))) return [];
  const told: (Placed & { readonly described: boolean })[] = [];
  for (const source of series) {
    const header = await readDicomHeader(source.files[0]!, signal);
    const study = header?.dicom.text('StudyInstanceUID') ?? '';
    const words = header?.dicom.text('SeriesDescription') ?? '';
    const role = longestFirst(roles).find((one) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(one)}(?![\\p{L}\\p{N}])`, 'iu').test(words));
    if (study !== '') told.push({ source, role: role ?? '', path: null, key: study, described: role !== undefined });
  }
  const named = new Set(told.filter(({ source }) => placed.has(source)).map(({ key }) => key));
  return told.filter(({ key, described }) => described && !named.has(key));
}

/** A role that a part of a path ends or begins with as a whole word, and what is left of that part. */
function roleIn(part: string, roles: readonly string[]): { readonly role: string; readonly rest: string } | null {
  for (const role of longestFirst(roles)) {
    const ends = new RegExp(`^(.*[\\p{L}\\p{N})\\]])??(?:^|[^\\p{L}\\p{N}]+)${escaped(role)}$`, 'iu').exec(part);
    if (ends !== null) return { role, rest: ends[1] ?? '' };
    const begins = new RegExp(`^${escaped(role)}[^\\p{L}\\p{N}]+(.+)$`, 'iu').exec(part);
    if (begins !== null) return { role, rest: begins[1]! };
  }
  return null;
}

function longestFirst(roles: readonly string[]): readonly string[] {
  return [...roles].sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
