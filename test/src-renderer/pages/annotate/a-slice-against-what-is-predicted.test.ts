import { expect, it } from 'vitest';
import { askedVoxel } from '../../../../src-renderer/pages/annotate/first-view.ts';
import { sliceAgainstPrediction } from '../../../../src-renderer/pages/annotate/slice-against-prediction.ts';
import { reasonWord } from '../../../../src-renderer/components/queue/reason-word.ts';
import { strategyNames } from '#shared/learning/selection/strategies.ts';

const size = [4, 3, 2] as const;
const at = (i: number, j: number, k: number): number => i + 4 * (j + 3 * k);

it('only the voxels of that slice count, along whichever axis', () => {
  const prediction = new Uint8Array(24);
  prediction[at(2, 1, 0)] = 5;
  const labels = new Uint8Array(24);
  const against = (axis: 0 | 1 | 2, index: number) => sliceAgainstPrediction({ labels, prediction, size, axis, index });
  expect([against(0, 2), against(1, 1), against(2, 0)]).toEqual(['empty', 'empty', 'empty']);
  expect([against(0, 1), against(1, 0), against(2, 1)]).toEqual(['as-predicted', 'as-predicted', 'as-predicted']);
  labels[at(3, 1, 0)] = 1;
  expect([against(0, 2), against(1, 1), against(2, 0), against(0, 3)]).toEqual(['empty', 'drawn', 'drawn', 'drawn']);
  [labels[at(3, 1, 0)], labels[at(2, 1, 0)]] = [0, 5];
  expect([against(0, 2), against(1, 1), against(2, 0)]).toEqual(['as-predicted', 'as-predicted', 'as-predicted']);
});

it('an address leads to a voxel that the image has, and to no other', () => {
  expect(askedVoxel({ voxel: '3,2,1' }, size)).toEqual([3, 2, 1]);
  for (const voxel of ['4,2,1', '3,2', '3,2,1,0', '-1,0,0', 'a,b,c', undefined, ['3,2,1']]) expect(askedVoxel({ voxel }, size)).toBeNull();
});

it('every way of choosing has words of its own, and what is drawn blindly says so', () => {
  for (const name of [...strategyNames, 'cold-start', 'uniform']) expect(reasonWord(name).word, name).not.toBe('queue.why.other');
  expect(reasonWord('uniform').word).toBe(reasonWord('random').word);
  expect(reasonWord('by-hand')).toEqual({ word: 'queue.why.other', values: { reason: 'by-hand' } });
});
