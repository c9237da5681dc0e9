/**
 * FreeSurfer's look-up table (`FreeSurferColorLUT.txt`): `value name R G B A`. Its A is a transparency, 0 for a solid colour
 * (`CTABreadASCII2` keeps 255 − A as alpha; surfer.nmr.mgh.harvard.edu/fswiki/LabelsClutsAnnotationFiles). Names hold no blanks.
 */
import { largestValue } from '../../labels/label-table.ts';
import { channelsOf, colourOf, labelValue, oneLine, sixColumns, within, type LabelTableFormat } from './table-label.ts';

export const freesurfer: LabelTableFormat = {
  ending: 'txt',
  largestValue,
  header: ['#No. Label Name: R G B A'],
  background: '0 Unknown 0 0 0 0',
  parse(content, place) {
    const [value, name, colour, transparency] = sixColumns(content, place);
    return {
      value: labelValue(value, place),
      name,
      colour: colourOf(colour, place),
      opacity: Number((1 - within(transparency, 255, 'opacity', place) / 255).toFixed(4)),
      visible: null,
      visibleIn3d: null,
    };
  },
  write: ({ value, name, colour, opacity }) =>
    [value, oneLine(name).replaceAll(' ', '-') || '-', ...channelsOf(colour), 255 - Math.round(255 * opacity)].join(' '),
};
