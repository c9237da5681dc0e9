/** Connected components of masks. */
import type { GridSize } from './resample.ts';

/**
 * Leaves of each given output only its largest component (26 neighbours, 8 within a single slice); of
 * equally large ones the first. In place: what is taken off becomes background.
 */
export function keepLargest(outputs: Uint8Array, size: GridSize, which: readonly number[]): void {
  for (const output of which) keepLargestOf(outputs, size, output);
}

function keepLargestOf(outputs: Uint8Array, [slices, rows, columns]: GridSize, output: number): void {
  const component = new Int32Array(outputs.length);
  let found = 0;
  let largest = 0;
  let largestSize = 0;
  const waiting: number[] = [];
  for (let seed = 0; seed < outputs.length; seed++) {
    if (outputs[seed] !== output || component[seed] !== 0) continue;
    found++;
    let size = 0;
    component[seed] = found;
    waiting.push(seed);
    for (let voxel = waiting.pop(); voxel !== undefined; voxel = waiting.pop()) {
      size++;
      const slice = Math.floor(voxel / (rows * columns));
      const row = Math.floor(voxel / columns) % rows;
      const column = voxel % columns;
      for (let s = Math.max(0, slice - 1); s <= Math.min(slices - 1, slice + 1); s++) {
        for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
          for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
            const next = (s * rows + r) * columns + c;
            if (outputs[next] !== output || component[next] !== 0) continue;
            component[next] = found;
            waiting.push(next);
          }
        }
      }
    }
    if (size > largestSize) {
      largestSize = size;
      largest = found;
    }
  }
  if (found < 2) return;
  for (let voxel = 0; voxel < outputs.length; voxel++) {
    if (outputs[voxel] === output && component[voxel] !== largest) outputs[voxel] = 0;
  }
}
