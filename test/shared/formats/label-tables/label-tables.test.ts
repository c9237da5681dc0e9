import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asReadAgain, guessTableFormat, parseLabelTable, writeLabelTable, type TableFormatName, type WrittenLabel,
} from '#shared/formats/label-tables/label-tables.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';

/** As ITK-SNAP 4 saves it: columns right-aligned, opacities with two digits; its header says what the columns are. */
const itkSnapFile = `################################################
# ITK-SnAP Label Description File
# File format:
# IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL
################################################
    0     0    0    0        0  0  0    "Clear Label"
    1   255    0    0        1  1  1    "Left hippocampus"
   17     0  255    0     0.33  1  0    "海马体"
  200    12    8    7        1  0  1    "it's # 5"
`;
/** As 3D Slicer saves it (user guide, "Color table file format"; vtkMRMLColorTableStorageNode): floats where a colour was mixed. */
const slicerFile = `# Color table file /data/organs.ctbl
# 4 values
0 Background 0 0 0 0
1 Left_lung 128 174 128 255
2 'tumour' 127.5 54.6 0 127.5
3 (none) 0 0 0 0
32767 _ 1 2 3 255
`;
/** Lines in the form of FreeSurferColorLUT.txt (surfer.nmr.mgh.harvard.edu/fswiki/FsTutorial/AnatomicalROI/FreeSurferColorLUT), line ends of Windows. */
const freesurferFile = [
  '#$Id: FreeSurferColorLUT.txt,v 1.70 $', '', '#No. Label Name:                            R   G   B   A', '',
  '0   Unknown                                 0   0   0   0', '17  Left-Hippocampus                        220 216 20  0',
  '251 CC_Posterior                            0   0   64  0', '12101 ctx_lh_G_cingulate-Isthmus              11  125 0  100 3',
].join('\r\n');

/** Made by hand after the columns of 3D Slicer's developer guide ("Color table CSV file format"), which may come in any order. */
const slicerCsvFile = [
  'LabelValue,Name,Color_R,Color_G,Color_B,Color_A,Category_CodingScheme,Category_CodeValue,Category_CodeMeaning,Type_CodingScheme,Type_CodeValue,Type_CodeMeaning,TypeModifier_CodingScheme,TypeModifier_CodeValue,TypeModifier_CodeMeaning,Region_CodingScheme,Region_CodeValue,Region_CodeMeaning,RegionModifier_CodingScheme,RegionModifier_CodeValue,RegionModifier_CodeMeaning',
  '1,liver,221,130,101,255,SCT,123037004,Anatomical Structure,SCT,10200004,Liver,,,,,,,,,',
  '4,"mass, left",144,238,144,128,,,,,,,,,,,,,,,',
  '12,,185,102,83,255,SCT,123037004,Anatomical Structure,SCT,64033007,Kidney,SCT,24028007,Right,,,,,,',
  '0,,0,0,0,0,,,,,,,,,,,,,,,', '',
].join('\r\n');

describe('the files of other programs', () => {
  it('of ITK-SNAP are read with opacity, both visibilities and names as they stand between the marks', () => {
    expect(parseLabelTable(itkSnapFile, 'itk-snap', 'labels.txt')).toEqual([
      { value: 1, name: 'Left hippocampus', colour: '#ff0000', opacity: 1, visible: true, visibleIn3d: true },
      { value: 17, name: '海马体', colour: '#00ff00', opacity: 0.33, visible: true, visibleIn3d: false },
      { value: 200, name: 'it\'s # 5', colour: '#0c0807', opacity: 1, visible: false, visibleIn3d: true },
    ]);
  });

  it('of 3D Slicer are read with blanks for underscores and opacities of 255', () => {
    expect(parseLabelTable(slicerFile, 'slicer', 'organs.ctbl')).toEqual([
      { value: 1, name: 'Left lung', colour: '#80ae80', opacity: 1, visible: null, visibleIn3d: null },
      { value: 2, name: 'tumour', colour: '#803700', opacity: 0.5, visible: null, visibleIn3d: null },
      { value: 32767, name: '', colour: '#010203', opacity: 1, visible: null, visibleIn3d: null },
    ]);
  });

  it('of FreeSurfer are read with 0 for solid, underscores as they are, tissue types left out', () => {
    expect(parseLabelTable(freesurferFile, 'freesurfer', 'lut.txt')).toEqual([
      { value: 17, name: 'Left-Hippocampus', colour: '#dcd814', opacity: 1, visible: null, visibleIn3d: null },
      { value: 251, name: 'CC_Posterior', colour: '#000040', opacity: 1, visible: null, visibleIn3d: null },
      { value: 12101, name: 'ctx_lh_G_cingulate-Isthmus', colour: '#0b7d00', opacity: 0.6078, visible: null, visibleIn3d: null },
    ]);
  });

  it('of 3D Slicer with commas are read by the names of their columns, with codes, and names that only the terminology has', () => {
    const shown = { visible: null, visibleIn3d: null };
    expect(parseLabelTable(slicerCsvFile, 'slicer-csv', 'organs.csv')).toEqual([
      { value: 1, name: 'liver', colour: '#dd8265', opacity: 1, code: 'SCT:10200004', ...shown },
      { value: 4, name: 'mass, left', colour: '#90ee90', opacity: 0.502, ...shown },
      { value: 12, name: 'Kidney, Right', colour: '#b96653', opacity: 1, code: 'SCT:64033007', ...shown },
    ]);
    // The opacity and the name may be missing, and columns stand elsewhere.
    expect(parseLabelTable('Color_B,Color_G,Color_R,labelvalue\n1,2,3,70', 'slicer-csv', 'x')).toEqual([{ value: 70, name: '', colour: '#030201', opacity: 1, ...shown }]);
  });

  it.each<[string, string, TableFormatName]>([
    ['organs.csv', slicerCsvFile, 'slicer-csv'], ['table.txt', slicerCsvFile, 'slicer-csv'],
    ['labels.txt', itkSnapFile, 'itk-snap'], ['a.label', '1 255 0 0 1 1 1 "x"', 'itk-snap'], ['organs.ctbl', '1 a 1 2 3 255', 'slicer'],
    ['table.txt', slicerFile, 'slicer'], ['table.txt', freesurferFile, 'freesurfer'], ['ColorLUT.txt', '1 a 1 2 3 4', 'freesurfer'],
    ['x.txt', '1 a 1 2 3 0\n2 b 4 5 6 0', 'freesurfer'], ['x.txt', '0 a 0 0 0 0\n2 b 4 5 6 255', 'slicer'],
  ])('%s is told by what only one program writes', (name, text, format) => {
    expect(guessTableFormat(name, text)).toBe(format);
  });
});

describe('what is written', () => {
  const name = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }), fc.constantFrom('Left lung', 'left_lung', 'a "b" c', '肝 脏', '#1', '(none) x', '5 5'))
    .filter((text) => text.replace(/[\s\p{Cc}_'-]+/gu, '') !== '' && !text.includes('(none)'));
  const label: fc.Arbitrary<WrittenLabel> = fc.record({
    value: fc.integer({ min: 1, max: 2 ** 31 - 1 }), name, colour: fc.nat(0xffffff).map((colour) => `#${colour.toString(16).padStart(6, '0')}`),
    opacity: fc.double({ min: 0, max: 1, noNaN: true }), visible: fc.boolean(), visibleIn3d: fc.boolean(),
  });
  const table = fc.uniqueArray(label, { selector: ({ value }) => value, maxLength: 20 });

  it.each<TableFormatName>(['itk-snap', 'slicer', 'slicer-csv', 'freesurfer'])('as %s is read again with every value and colour, and names and opacities as near as the format can', (format) => {
    // The others name the background at least.
    const written = format === 'slicer-csv' ? table.filter((labels) => labels.length > 0) : table;
    fc.assert(fc.property(written, (labels) => {
      const text = writeLabelTable(labels, format);
      expect(guessTableFormat('x', text)).toBe(format);
      const read = parseLabelTable(text, format, 'x');
      expect(read).toEqual(labels.map((one) => asReadAgain(one, format)));
      for (const [at, { value, colour, opacity, visible }] of read.entries()) {
        const meant = labels[at]!;
        expect([value, colour]).toEqual([meant.value, meant.colour]);
        expect(Math.abs(opacity - meant.opacity)).toBeLessThanOrEqual(0.0051);
        if (format === 'itk-snap') expect(visible).toBe(meant.visible);
      }
    }), { numRuns: 60 });
  });

  it('keeps blanks where the format has them, and puts its own sign for them where it has not', () => {
    const one: WrittenLabel = { value: 2 ** 31 - 1, name: 'Left "upper"\tlobe', colour: '#0a0b0c', opacity: 0.25, visible: false, visibleIn3d: true };
    expect(['itk-snap', 'slicer', 'slicer-csv', 'freesurfer'].map((format) => writeLabelTable([one], format as TableFormatName).trimEnd().split('\n').at(-1))).toEqual([
      '2147483647 10 11 12 0.25 0 1 "Left \'upper\' lobe"',
      '2147483647 Left_"upper"_lobe 10 11 12 64',
      `2147483647,Left 'upper' lobe,10,11,12,64${','.repeat(15)}`,
      '2147483647 Left-"upper"-lobe 10 11 12 191',
    ]);
  });
});

describe('a file with a defect', () => {
  it.each<[string, TableFormatName, string, number, RegExp]>([
    ['a name without marks', 'itk-snap', '# x\n\n1 255 0 0 1 1 1 liver', 3, /seven numbers/],
    ['a column too few', 'itk-snap', '1 255 0 0 1 1 "liver"', 1, /seven numbers/],
    ['a colour beyond 255', 'itk-snap', '1 256 0 0 1 1 1 "liver"', 1, /“256”/],
    ['an opacity of 255ths', 'itk-snap', '1 255 0 0 1 1 1 "a"\n2 255 0 0 255 1 1 "b"', 2, /from 0 to 1/],
    ['a flag that is a word', 'itk-snap', '1 255 0 0 1 yes 1 "liver"', 1, /“yes”/],
    ['a value below 0', 'itk-snap', '-1 255 0 0 1 1 1 "liver"', 1, /“-1”/],
    ['a value beyond 2³¹ − 1', 'slicer', '2147483648 liver 1 2 3 255', 1, /“2147483648”/],
    ['a value with a fraction', 'slicer', '1.5 liver 1 2 3 255', 1, /“1.5”/],
    ['no alpha', 'slicer', '0 Background 0 0 0 0\n1 liver 1 2 3', 2, /four numbers/],
    ['a colour that is a word', 'freesurfer', '1 liver red 0 0 0', 1, /four numbers/],
    ['a colour below 0', 'freesurfer', '1 liver -1 0 0 0', 1, /“-1”/],
    ['a cell left empty', 'slicer-csv', 'LabelValue,Name,Color_R,Color_G,Color_B\n1,liver,1,2', 2, /leaves a column empty/],
    ['a colour beyond 255', 'slicer-csv', 'LabelValue,Color_R,Color_G,Color_B\n1,1,2,256', 2, /“256”/],
    ['one value twice', 'freesurfer', '7 a 1 2 3 0\n\n7 b 1 2 3 0', 3, /line 1/],
  ])('%s is refused with its line', (_, format, text, line, words) => {
    const error = ((): unknown => { try { parseLabelTable(text, format, 'table.txt'); } catch (thrown) { return thrown; } return null; })();
    expect(error).toBeInstanceOf(UserFacingError);
    const { sentence } = error as UserFacingError;
    expect(sentence.en).toMatch(words);
    expect(sentence.en).toMatch(new RegExp(`^Line ${line} of table\\.txt `));
    expect(sentence['zh-CN']).toContain(`table.txt 第 ${line} 行`);
  });

  it('with commas is refused where its first line names no value', () => {
    expect(() => parseLabelTable('Value,Name,Color_R,Color_G,Color_B\n1,a,1,2,3', 'slicer-csv', 'table.csv')).toThrow(/no column LabelValue/);
  });

  it.each(['', '# only a comment\n', '\ufeff'])('of no label at all is refused: %j', (text) => {
    expect(() => parseLabelTable(text, 'slicer', 'table.txt')).toThrow(/names no label/);
  });

  it('is still read where only blanks in a name are against the format', () => {
    expect(parseLabelTable('\ufeff5 left upper lobe 1 2 3 0', 'freesurfer', 'x')[0]).toMatchObject({ value: 5, name: 'left upper lobe', colour: '#010203' });
  });
});
