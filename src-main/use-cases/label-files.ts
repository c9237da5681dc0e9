/** The project's label table from and to the label files of other programs. Labels are known by their values. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TableFormat, TableImportOptions, TableImportReport } from '#shared/contract/label-work.ts';
import {
  asReadAgain, endingOf, guessTableFormat, largestValueOf, parseLabelTable, writeLabelTable, type TableLabel,
} from '#shared/formats/label-tables/label-tables.ts';
import { mostLabels, type LabelChange, type LabelLook, type ListedLabel } from '#shared/labels/label-table.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { readFailure } from '../import/file-failure.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { defaultLabelName } from './import-sentences.ts';
import { labelFileSentences } from './label-work-sentences.ts';

/** FreeSurfer's own table has 85 KB; what is larger by far is an image or something else. */
const mostBytes = 2 ** 23;

/**
 * Adds the labels of a file that the project does not have, and brings name, colour and look of the others up to the file;
 * all or nothing.
 * @throws UserFacingError where the file cannot be read, or names more labels than fit
 */
export async function importLabelTable(store: ProjectStore, { path, format, which }: TableImportOptions): Promise<TableImportReport> {
  const text = await readText(path);
  const known = format ?? guessTableFormat(basename(path), text);
  const labels = parseLabelTable(text, known, path);
  const byValue = new Map(store.labels.listed().map((label) => [label.value, label]));
  const fresh = labels.filter(({ value }) => !byValue.has(value));
  const added = which === 'existing' ? [] : fresh;
  // Removed labels keep their places, those of the file among them.
  const kept = store.labels.removed().filter(({ value }) => !added.some((label) => label.value === value)).length;
  if (byValue.size + kept + added.length > mostLabels) {
    throw failure('bad-input', labelFileSentences.tooMany, { file: path, count: added.length, room: mostLabels - byValue.size - kept });
  }

  const changed: { label: TableLabel; present: ListedLabel; change: LabelChange & Partial<LabelLook> }[] = [];
  for (const label of labels) {
    const present = byValue.get(label.value);
    const change = present === undefined ? {} : changeOf(present, label, known);
    if (present !== undefined && Object.keys(change).length > 0) changed.push({ label, present, change });
  }
  const made = store.labels.addAndChange(
    added.map(({ value, name, colour, code = null, ...look }) => ({
      entry: { value, name: name || defaultLabelName(value), colour, code, locked: false }, look: said(look),
    })),
    new Map(changed.map(({ present, change }) => [present.index, change])),
  );
  return {
    format: known,
    added: made.map(({ index, value, name }) => ({ index, value, name })),
    changed: changed.map(({ present, change }) => ({
      index: present.index, value: present.value, name: change.name ?? present.name,
      changes: Object.keys(change) as TableImportReport['changed'][number]['changes'],
    })),
    unchanged: labels.length - fresh.length - changed.length,
    leftOut: fresh.length - added.length,
  };
}

/** Only what the file says otherwise than a file of this format would say of the label as it is. */
function changeOf(present: ListedLabel, label: TableLabel, format: TableFormat): LabelChange & Partial<LabelLook> {
  const before = asReadAgain(present, format);
  return {
    ...(label.name !== '' && label.name !== before.name ? { name: label.name } : {}),
    ...(label.colour !== before.colour ? { colour: label.colour } : {}),
    ...(label.opacity !== before.opacity ? { opacity: label.opacity } : {}),
    ...(label.code !== undefined && label.code !== before.code ? { code: label.code } : {}),
    ...(label.visible !== null && label.visible !== before.visible ? { visible: label.visible } : {}),
    ...(label.visibleIn3d !== null && label.visibleIn3d !== before.visibleIn3d ? { visibleIn3d: label.visibleIn3d } : {}),
  };
}

function said({ opacity, visible, visibleIn3d }: Pick<TableLabel, 'opacity' | 'visible' | 'visibleIn3d'>): Partial<LabelLook> {
  return { opacity, ...(visible === null ? {} : { visible }), ...(visibleIn3d === null ? {} : { visibleIn3d }) };
}

export function exportLabelTable(store: ProjectStore, format: TableFormat): { readonly name: string; readonly text: string; readonly notes: readonly Sentence[] } {
  const labels = store.labels.listed();
  const notes: Sentence[] = [];
  const largest = largestValueOf(format);
  const beyond = labels.filter(({ value }) => value > largest);
  if (beyond[0] !== undefined) notes.push(fill(labelFileSentences.beyond, { name: beyond[0].name, count: beyond.length, largest }));
  const renamed = labels.filter((label) => asReadAgain(label, format).name !== label.name);
  if (renamed[0] !== undefined) {
    notes.push(fill(labelFileSentences.renamed, { name: renamed[0].name, as: asReadAgain(renamed[0], format).name, count: renamed.length }));
  }
  return { name: `${store.name}-labels.${endingOf(format)}`, text: writeLabelTable(labels, format), notes };
}

async function readText(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > mostBytes) throw failure('bad-input', labelFileSentences.notText, { file });
    const bytes = await readFile(file);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) throw failure('bad-input', labelFileSentences.notText, { file });
    return text;
  } catch (error) {
    throw error instanceof TypeError ? failure('bad-input', labelFileSentences.notText, { file }, error) : readFailure(error, file);
  }
}
