import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairByName, type NamedFile } from '#main/use-cases/pair-by-name.ts';

/** `folder/name` with any number of folders. */
const file = (path: string): NamedFile => ({ name: path.split('/').at(-1)!, folders: path.split('/').slice(0, -1) });

/** Image to label, both as paths. */
function pairsOf(images: readonly string[], labels: readonly string[]): Record<string, string> {
  const [left, right] = [new Map(images.map((path) => [file(path), path])), new Map(labels.map((path) => [file(path), path]))];
  return Object.fromEntries([...pairByName([...left.keys()], [...right.keys()])].map(([image, { label }]) => [left.get(image)!, right.get(label)!]));
}

describe('files as public data sets name them', () => {
  it.each<[string, readonly string[], readonly string[], Record<string, string>]>([
    ['Medical Segmentation Decathlon: the same names', ['imagesTr/la_003', 'imagesTr/la_004'], ['labelsTr/la_003', 'labelsTr/la_004'],
      { 'imagesTr/la_003': 'labelsTr/la_003', 'imagesTr/la_004': 'labelsTr/la_004' }],
    ['nnU-Net: images numbered by channel, of which the first has the labels', ['liver_1_0000', 'liver_1_0001', 'liver_10_0000'], ['liver_1', 'liver_10'],
      { liver_1_0000: 'liver_1', liver_10_0000: 'liver_10' }],
    ['ACDC: _gt', ['patient001_frame01', 'patient001_frame12'], ['patient001_frame01_gt', 'patient001_frame12_gt'],
      { patient001_frame01: 'patient001_frame01_gt', patient001_frame12: 'patient001_frame12_gt' }],
    ['Sunnybrook: the phase', ['SCD0000101', 'SCD0000201'], ['SCD0000101_ED', 'SCD0000201_ED'], { SCD0000101: 'SCD0000101_ED', SCD0000201: 'SCD0000201_ED' }],
    ['CHAOS and others: one name, a folder for each patient', ['i/1/scan', 'i/2/scan'], ['l/1/scan', 'l/2/scan'], { 'i/1/scan': 'l/1/scan', 'i/2/scan': 'l/2/scan' }],
    ['folders of a patient that hold images and labels', ['p1/img/t1', 'p2/img/t1'], ['p1/seg/t1_seg', 'p2/seg/t1_seg'], { 'p1/img/t1': 'p1/seg/t1_seg', 'p2/img/t1': 'p2/seg/t1_seg' }],
    ['a word before the name', ['7', '17'], ['label-17', 'label-7'], { 7: 'label-7', 17: 'label-17' }],
  ])('%s', (_, images, labels, expected) => {
    expect(pairsOf(images, labels)).toEqual(expected);
  });
});

describe('nobody is paired where it is not clear with whom', () => {
  it.each<[string, readonly string[], readonly string[], Record<string, string>]>([
    ['a number is not a part of a longer number', ['case1'], ['case10_seg'], {}],
    ['two images of one name, one label', ['hospital/scan', 'clinic/scan'], ['labels/scan'], {}],
    ['one image, two labels of its name', ['scan'], ['a/scan', 'b/scan'], {}],
    ['two labels that might be meant', ['a'], ['a_liver', 'a_tumour'], {}],
    ['channels without a first one', ['a_0001', 'a_0002'], ['a'], {}],
    ['the longer name wins, and the shorter goes without', ['p', 'p_pre'], ['p_pre_seg'], { p_pre: 'p_pre_seg' }],
    ['an image with labels of its own name wants no others', ['p', 'p_pre'], ['p', 'p_seg'], { p: 'p' }],
  ])('%s', (_, images, labels, expected) => {
    expect(pairsOf(images, labels)).toEqual(expected);
  });
});

it('no label is ever used twice, and the order of the files does not matter', () => {
  const path = fc.tuple(fc.constantFrom('', 'p/', 'q/', 'p/q/'), fc.array(fc.constantFrom('a', 'b', 'seg', '1', '0000'), { minLength: 1, maxLength: 3 }))
    .map(([folder, words]) => folder + words.join('_'));
  fc.assert(fc.property(fc.uniqueArray(path, { maxLength: 8 }), fc.uniqueArray(path, { maxLength: 8 }), (images, labels) => {
    const pairs = pairsOf(images, labels);
    expect(new Set(Object.values(pairs)).size).toBe(Object.values(pairs).length);
    expect(pairsOf(images.toReversed(), labels.toReversed())).toEqual(pairs);
  }));
});
