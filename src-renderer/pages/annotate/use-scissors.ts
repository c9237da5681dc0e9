/** Scissors in 3D on the open case: a line drawn on the screen becomes one entry of the history. Knows no view. */
import { onBeforeUnmount, ref, type Ref } from 'vue';
import { spacingMm, voxelCount } from '#shared/geometry/affine.ts';
import { projectionOfVoxels, type Projection } from '#shared/regions/projection.ts';
import type { Path } from '#shared/regions/slice.ts';
import type { LabelBlock } from '../../editing/paint-block.ts';
import { createRegionComputer } from '../../editing/regions/compute-regions.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useVolumeDisplay } from '../../stores/volume-display.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf } from './painting-gate.ts';
import { refusalOf } from './refusal-of.ts';

export interface Scissors {
  /** How much of a cut is computed, 0–1; null while there is none. */
  readonly share: Ref<number | null>;
  /** @param toScreen from LPS mm to the pixels in which the line was drawn */
  cut(line: Path, toScreen: Projection): void;
  stop(): void;
}

/** @param open asked whenever something is cut */
export function useScissors(open: () => OpenCase): Scissors {
  const annotating = useAnnotating();
  const display = useVolumeDisplay();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const computer = createRegionComputer();
  const share = ref<number | null>(null);
  let last = 0;

  const stop = (): void => {
    last += 1;
    computer.stop();
    share.value = null;
  };

  /** @returns null where nothing would change; `stopped` where nobody waits for it any more */
  const compute = async (opened: OpenCase, line: Path, toScreen: Projection, mine: number): Promise<LabelBlock | null | 'stopped'> => {
    const { session, viewed } = opened;
    const { size, affine } = viewed.geometry;
    let isOld = false;
    const unfollow = opened.follow({ onChanged: () => { isOld = true; } });
    try {
      for (;;) {
        isOld = false;
        const scene = {
          grid: { size, spacingMm: spacingMm(affine) }, labels: session.labels, image: viewed.voxels, label: annotating.label,
          // What is not seen is not cut unseen.
          free: workplace.labelTable
            .filter(({ index, locked, visibleIn3d }) => !locked && visibleIn3d && !annotating.hiddenLabels.has(index))
            .map(({ index }) => index),
        };
        const operation = { kind: 'cut-away', ring: line, projection: projectionOfVoxels(toScreen, affine), side: display.side, from: display.from } as const;
        const block = await computer.compute(scene, operation, (done) => { if (mine === last) share.value = done; });
        if (mine !== last || open() !== opened) return 'stopped';
        // A stroke that was drawn meanwhile may lie where is cut: once more, with it.
        if (!isOld && !session.isDrawing) return block;
      }
    } finally {
      unfollow();
    }
  };

  const cut = async (line: Path, toScreen: Projection): Promise<void> => {
    const opened = open();
    if (opened.readOnly || opened.session.isDrawing) return;
    const refusal = display.from === 'label' ? refusalOf(workplace.labelTable, annotating.label) : null;
    if (refusal !== null) return toasts.tell({ kind: 'note', text: refusal });
    stop();
    const mine = last;
    share.value = 0;
    try {
      const block = await compute(opened, line, toScreen, mine);
      if (block === 'stopped') return;
      const box = block && opened.session.paintBlock('scissors', block, rulesOf(annotating, workplace.labelTable, opened.viewed));
      if (box === null) toasts.tell({ kind: 'note', text: { word: 'volume.scissors.nothing' } });
    } catch (error) {
      console.error(error);
      toasts.tell({ kind: 'failed', text: { word: 'volume.scissors.failed', values: { n: voxelCount(opened.viewed.geometry.size) } } });
    } finally {
      if (mine === last) share.value = null;
    }
  };

  onBeforeUnmount(stop);
  return { share, cut: (line, toScreen) => { void cut(line, toScreen); }, stop };
}
