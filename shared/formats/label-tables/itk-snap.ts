/**
 * ITK-SNAP's label description file: `IDX R G B A VIS MSH "label"`, A from 0 to 1, as its own header describes it and as
 * `ColorLabelTable::LoadFromFile` reads it (itksnap.org): the name ends at the next quotation mark, so it can hold none.
 */
import { failure } from '../../text/user-facing-error.ts';
import { labelTableSentences } from './label-table-sentences.ts';
import { channelsOf, colourOf, labelValue, oneLine, within, type LabelTableFormat } from './table-label.ts';

export const itkSnap: LabelTableFormat = {
  ending: 'label',
  // Its labels are 16-bit numbers.
  largestValue: 65535,
  header: ['# ITK-SnAP Label Description File', '# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL'],
  background: '0 0 0 0 0 0 0 "Clear Label"',
  parse(content, place) {
    const [, before, name] = /^([^"]*)"([^"]*)"/.exec(content) ?? [];
    const words = before?.trim().split(/\s+/) ?? [];
    if (name === undefined || words.length !== 7) throw failure('bad-input', labelTableSentences.itkSnapColumns, { ...place });
    const flag = (given: string): boolean => {
      if (!/^\d+$/.test(given)) throw failure('bad-input', labelTableSentences.flag, { ...place, given });
      return Number(given) !== 0;
    };
    const [value, red, green, blue, alpha, visible, mesh] = words as [string, string, string, string, string, string, string];
    return {
      value: labelValue(value, place),
      name: name.trim(),
      colour: colourOf([red, green, blue], place),
      opacity: within(alpha, 1, 'opacity', place),
      visible: flag(visible),
      visibleIn3d: flag(mesh),
    };
  },
  write({ value, name, colour, opacity, visible, visibleIn3d }) {
    const numbers = [value, ...channelsOf(colour), Number(opacity.toFixed(2)), Number(visible), Number(visibleIn3d)];
    return `${numbers.join(' ')} "${oneLine(name).replaceAll('"', '\'')}"`;
  },
};
