import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mirrorable, mirrorPairsOf } from '#shared/learning/mirror-pairs.ts';

const outputs = (...names: string[]) => ['background', ...names].map((name) => ({ name }));

describe('left and right', () => {
  it.each([
    ['Left-Hippocampus', 'Right-Hippocampus'],
    ['kidney_left', 'kidney_right'],
    ['left kidney', 'Kidney right'],
    ['Hippocampus L', 'Hippocampus R'],
    ['L_hippocampus', 'R_hippocampus'],
    ['Hippocampus.L', 'hippocampus.r'],
    ['HippocampusL', 'HippocampusR'],
    ['LKidney', 'RKidney'],
    ['ctx-lh-precuneus', 'ctx-rh-precuneus'],
    ['lh.white', 'rh.white'],
    ['rib_left_1', 'rib_right_1'],
    ['rib_l_1', 'rib_r_1'],
    ['leftkidney', 'rightkidney'],
    ['kidneyleft', 'kidneyright'],
    ['LEFT LUNG', 'RIGHT LUNG'],
    ['Left', 'Right'],
    ['l', 'r'],
    ['左肾', '右肾'],
    ['肾（左）', '肾（右）'],
    ['肾脏-左侧', '肾脏-右侧'],
    ['左肾 (left kidney)', '右肾 (right kidney)'],
    ['左侧脑室', '右侧脑室'],
    ['Left-Lateral-Ventricle', 'Right-Lateral-Ventricle'],
    ['Left-Inf-Lat-Vent', 'Right-Inf-Lat-Vent'],
    ['lung_upper_lobe_left', 'lung_upper_lobe_right'],
  ])('are told by %s and %s', (left, right) => {
    expect(mirrorPairsOf(outputs(left, right))).toEqual([[1, 2]]);
    expect(mirrorPairsOf(outputs('spine', right, left))).toEqual([[3, 2]]);
    expect(mirrorable(outputs(left, 'spine', right))).toBe(true);
  });

  it.each([
    ['kidney', 'spleen'],
    ['Anterior', 'Posterior'],
    ['bright lesion', 'upright'],
    ['vertebra L1', 'vertebra L2'],
    ['vertebrae_L5', 'vertebrae_S1'],
    ['L1', 'R1'],
    ['tumour', '肿瘤'],
    ['left and right lung', 'spine'],
    ['lvl', 'rim'],
  ])('are not told by %s and %s, which may be mirrored', (one, two) => {
    expect(mirrorPairsOf(outputs(one, two))).toEqual([]);
    expect(mirrorable(outputs(one, two))).toBe(true);
  });

  it.each([
    [['left kidney']],
    [['left kidney', 'right lung']],
    [['kidney_l', 'spleen']],
    [['右肺']],
    [['lung_upper_lobe_left', 'lung_upper_lobe_right', 'lung_middle_lobe_right']],
    [['left kidney', 'right kidney', 'kidney left']],
    [['left kidney', 'left_kidney']],
  ])('are not mirrored where a side stands alone: %s', (names) => {
    expect(mirrorable(outputs(...names))).toBe(false);
  });

  it.each([
    [['left ventricle', 'right ventricle']],
    [['heart_atrium_left', 'heart_atrium_right']],
    [['左心室', '右心室']],
    [['左室', '右室']],
    [['liver left lobe', 'liver right lobe']],
    [['left coronary artery', 'right coronary artery']],
  ])('are no mirror images of each other and stay as they are: %s', (names) => {
    expect(mirrorPairsOf(outputs(...names))).toEqual([]);
    expect(mirrorable(outputs(...names))).toBe(false);
  });

  it('pair each output at most once, whatever the names', () => {
    const part = fc.constantFrom('left', 'right', 'L', 'r', 'lh', '左', '右', 'kidney', 'lung', 'L1', '-', '_', ' ', 'rightlung');
    fc.assert(fc.property(fc.array(fc.array(part, { maxLength: 4 }).map((parts) => parts.join('')), { maxLength: 6 }), (names) => {
      const pairs = mirrorPairsOf(outputs(...names)).flat();
      expect(new Set(pairs).size).toBe(pairs.length);
      expect(pairs.every((output) => output > 0 && output <= names.length)).toBe(true);
    }));
  });
});
