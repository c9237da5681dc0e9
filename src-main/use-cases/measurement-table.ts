/** All measurements of a project as one table for other programs. */
import type { Measurement } from '#shared/contract/measurements.ts';
import { csv, type Cell } from '#shared/text/csv.ts';
import type { CaseRecord, ProjectStore } from '../store/project-store.ts';
import type { LongWork } from './long-work.ts';
import { measureLabels, measurementsOf } from './measurements.ts';
import { blindLabelmap, personLabelmap } from './person-labelmap.ts';

const header = [
  'case', 'patient', 'image', 'kind', 'label', 'value', 'unit', 'mean', 'sd', 'minimum', 'maximum', 'median', 'samples', 'text',
  'author', 'made_at', 'changed_at', 'points_lps', 'plane_normal_lps',
] as const;

interface TableOptions {
  readonly cases?: readonly string[] | undefined;
  /** With a row for each label of the person's labelmap: its volume, and the image within it. */
  readonly labels: boolean;
  /** Who is told: of a case that they are reading blind they learn what is their own. */
  readonly person: string;
}

/** @throws UserFacingError `not-found` for a case that is not there; `cancelled` */
export async function measurementTable(store: ProjectStore, { cases, labels, person }: TableOptions, work: Pick<LongWork, 'signal'>): Promise<{ readonly text: string; readonly measurements: number; readonly labels: number }> {
  const rows: Cell[][] = [];
  const counts = { measurements: 0, labels: 0 };
  for (const record of cases?.map((id) => store.cases.get(id)) ?? store.cases.list()) {
    const measured = measurementsOf(store, record.id, person);
    counts.measurements += measured.length;
    rows.push(...measured.map((one) => measurementRow(store, record, one)));
    if (!labels) continue;
    const found = await labelRows(store, record, person, work);
    counts.labels += found.length;
    rows.push(...found);
  }
  return { text: csv([header, ...rows]), ...counts };
}

function measurementRow(store: ProjectStore, record: CaseRecord, one: Measurement): Cell[] {
  const { imageId, kind, labelIndex, value, unit, statistics, text, author, madeAt, changedAt, points, plane } = one;
  const label = [...store.labels.table(), ...store.labels.removed()].find(({ index }) => index === labelIndex);
  return [
    record.name, record.patient, roleOf(record, imageId), kind, label?.name ?? null, value, unit, ...cellsOf(statistics), text,
    author, madeAt, changedAt, points.map((point) => point.join(' ')).join('; '), plane?.normal.join(' ') ?? null,
  ];
}

async function labelRows(store: ProjectStore, record: CaseRecord, reader: string, work: Pick<LongWork, 'signal'>): Promise<Cell[][]> {
  const blind = store.secondReadings.blindCases(reader).has(record.id);
  const found = blind ? blindLabelmap(store, record, reader) : personLabelmap(store, record);
  if (found === null) return [];
  const { labelmap, annotator } = found;
  return (await measureLabels(store, labelmap.id, work)).map(({ name, volume, unit, statistics }) => [
    record.name, record.patient, roleOf(record, labelmap.imageId), 'volume', name, volume, unit, ...cellsOf(statistics), null,
    annotator, null, blind ? null : store.cases.changedAt(record.id), null, null,
  ]);
}

function cellsOf(statistics: Measurement['statistics']): Cell[] {
  if (statistics === null) return [null, null, null, null, null, null];
  const { mean, standardDeviation, lowest, highest, median, samples } = statistics;
  return [mean, standardDeviation, lowest, highest, median, samples];
}

function roleOf(record: CaseRecord, imageId: string): string | null {
  return record.images.find(({ image }) => image.id === imageId)?.role ?? null;
}
