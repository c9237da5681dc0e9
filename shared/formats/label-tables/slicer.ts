/**
 * 3D Slicer's colour table (`.ctbl`, `.txt`): `value name R G B A`, 0–255 each, as its user guide ("Color table file format") and
 * `vtkMRMLColorTableStorageNode` have it: blanks of a name are written as underscores and read as blanks again.
 */
import { channelsOf, colourOf, labelValue, oneLine, sixColumns, within, type LabelTableFormat } from './table-label.ts';

/** What older releases wrote for a value that has no entry. */
const unnamed = '(none)';

export const slicer: LabelTableFormat = {
  ending: 'ctbl',
  // Beyond it Slicer takes the file for something else; releases before 5.3 stopped at 32768.
  largestValue: 1_000_000,
  header: ['# Color table file'],
  background: '0 Background 0 0 0 0',
  parse(content, place) {
    const [value, written, colour, alpha] = sixColumns(content, place);
    if (written === unnamed) return null;
    return {
      value: labelValue(value, place),
      // Quotation marks come along where a name was copied from a scene file.
      name: written.replaceAll('_', ' ').replace(/^'+|'+$/g, '').trim(),
      colour: colourOf(colour, place),
      opacity: Number((within(alpha, 255, 'opacity', place) / 255).toFixed(4)),
      visible: null,
      visibleIn3d: null,
    };
  },
  write: ({ value, name, colour, opacity }) =>
    [value, oneLine(name).replaceAll(' ', '_') || '_', ...channelsOf(colour), Math.round(255 * opacity)].join(' '),
};
