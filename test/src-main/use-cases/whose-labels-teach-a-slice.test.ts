import { expect, it } from 'vitest';
import { taughtVoxels } from '#main/use-cases/taught-labels.ts';

it('each slice is taken from one of the labelmaps, along whichever axis slices lie', () => {
  const size = [3, 4, 5] as const;
  const store = { labelmaps: { voxels: (id: string) => new Uint8Array(60).fill(Number(id)) } } as never;
  for (const sliceAxis of [0, 1, 2] as const) {
    const taught = { imageId: '', slices: [0, 1, 2], parts: [{ labelmapId: '1', slices: [1] }, { labelmapId: '2', slices: [0] }, { labelmapId: '3', slices: [2] }] };
    const voxels = taughtVoxels(store, { record: { sliceAxis }, taught, grid: { geometry: { size } } } as never);
    const at = (i: number, j: number, k: number): number => voxels[i + 3 * (j + 4 * k)]!;
    for (let k = 0; k < 5; k += 1) for (let j = 0; j < 4; j += 1) for (let i = 0; i < 3; i += 1) expect(at(i, j, k)).toBe([2, 1, 3][[i, j, k][sliceAxis]!] ?? 1);
  }
});
