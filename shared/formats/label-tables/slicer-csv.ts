/**
 * 3D Slicer's colour table with commas (`.csv`, what releases from 5.8 on write), as its developer guide ("Color table CSV
 * file format") describes it: the first line names the columns; a value that holds a comma stands between quotation marks.
 */
import { cellsOf } from '../../text/csv-row.ts';
import { failure } from '../../text/user-facing-error.ts';
import { labelTableSentences } from './label-table-sentences.ts';
import { channelsOf, colourOf, labelValue, oneLine, within, type LabelTableFormat, type Place } from './table-label.ts';

const colour = ['Color_R', 'Color_G', 'Color_B'] as const;
const needed = ['LabelValue', ...colour] as const;
/** What a label means, by a terminology: three columns each. Only the type's have a place in a label table. */
const codes = ['Category', 'Type', 'TypeModifier', 'Region', 'RegionModifier']
  .flatMap((subject) => ['CodingScheme', 'CodeValue', 'CodeMeaning'].map((part) => `${subject}_${part}`));
const columns = ['LabelValue', 'Name', ...colour, 'Color_A', ...codes];

/** @throws UserFacingError `bad-input` where a column is missing */
function parserOf(header: string, place: Place): LabelTableFormat['parse'] {
  const names = cellsOf(header).map((name) => name.toLowerCase());
  const missing = needed.find((name) => !names.includes(name.toLowerCase()));
  if (missing !== undefined) throw failure('bad-input', labelTableSentences.csvHeader, { ...place, column: missing });
  return (content, at) => {
    const cells = cellsOf(content);
    const cell = (name: string): string => cells[names.indexOf(name.toLowerCase())]?.trim() ?? '';
    if (needed.some((name) => cell(name) === '')) throw failure('bad-input', labelTableSentences.csvColumns, { ...at, columns: needed.join(', ') });
    const [scheme, code, meaning] = ['Type_CodingScheme', 'Type_CodeValue', 'Type_CodeMeaning'].map(cell) as [string, string, string];
    return {
      value: labelValue(cell('LabelValue'), at),
      // A table that was made of terminology alone has names nowhere else.
      name: cell('Name') || [meaning, cell('TypeModifier_CodeMeaning')].filter((word) => word !== '').join(', '),
      colour: colourOf(colour.map(cell), at),
      opacity: cell('Color_A') === '' ? 1 : Number((within(cell('Color_A'), 255, 'opacity', at) / 255).toFixed(4)),
      visible: null,
      visibleIn3d: null,
      ...(scheme !== '' && code !== '' ? { code: `${scheme}:${code}` } : {}),
    };
  };
}

export const slicerCsv: LabelTableFormat = {
  ending: 'csv',
  // The same limit as of its tables with blanks.
  largestValue: 1_000_000,
  header: [columns.join(',')],
  background: null,
  parserOf,
  parse: parserOf(columns.join(','), { file: '', line: 1 }),
  write({ value, name, colour: shown, opacity, code }) {
    const [, scheme, codeValue] = /^([^:]+):(.+)$/.exec(code ?? '') ?? [];
    const said: Readonly<Record<string, string | number | undefined>> = {
      LabelValue: value, Name: oneLine(name), Color_A: Math.round(255 * opacity),
      ...Object.fromEntries<number>(channelsOf(shown).map((channel, at) => [colour[at]!, channel])),
      ...(scheme === undefined ? {} : { Type_CodingScheme: scheme, Type_CodeValue: codeValue, Type_CodeMeaning: oneLine(name) }),
    };
    return columns.map((column) => written(String(said[column] ?? ''))).join(',');
  },
};

/** Its reader takes no quotation mark within a value. */
function written(value: string): string {
  const plain = value.replaceAll('"', '\'');
  return plain.includes(',') ? `"${plain}"` : plain;
}
