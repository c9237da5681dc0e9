import { findComponents } from '../regions/components.ts';
import { finish } from '../regions/grid.ts';
import type { GridSize } from './resample.ts';

/**
 * Leaves of each given output only its largest component (26 neighbours, 8 within a single slice); of
 * equally large ones the first. In place: what is taken off becomes background.
 */
export function keepLargest(outputs: Uint8Array, [slices, rows, columns]: GridSize, which: readonly number[]): void {
  for (const output of which) {
    const { voxels, first, behind, component } = finish(findComponents(outputs, output, [columns, rows, slices], 26));
    const largest = voxels.indexOf(voxels.reduce((most, count) => Math.max(most, count), 0));
    for (let run = 0; run < first.length; run++) {
      if (component[run] !== largest) outputs.fill(0, first[run], behind[run]);
    }
  }
}
