/** What the tools of the pointer do to the open case; pointer, keys and panel call the same. */
import { inject, onBeforeUnmount, watch, type InjectionKey, type ShallowRef } from 'vue';
import type { AxisIndex, Vec3 } from '#shared/geometry/volume-geometry.ts';
import { withoutLastCorner } from '../../editing/tools/outline.ts';
import { useAnnotating, type Tool } from '../../stores/annotating.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { useClosedLines } from './use-closed-lines.ts';
import type { OpenCase } from './open-case.ts';
import { beginStrokeOf, ringOf, type StrokeParts } from './stroke-of-tool.ts';
import { useSeedPreview, type SeedPreview } from './use-seed-preview.ts';
import { useSeeds } from './use-seeds.ts';
import { useWires, type Wires } from './use-wires.ts';

/** What a press of the pointer begins; null: not a matter of drawing. */
export type Press = 'stroke' | 'click' | 'lasso' | 'corner' | 'wire' | null;

export interface PointerTools extends Pick<Wires, 'hover'> {
  readonly press: Press;
  /** What a click in the volume would change, before it applies. */
  readonly preview: SeedPreview;
  ring(axis: AxisIndex): { readonly radiusVoxels: number; readonly shape: 'round' | 'square' };
  /** @param at fractional voxel position @returns false where the chosen label cannot be drawn */
  beginStroke(erases: boolean, axis: AxisIndex, at: Vec3): boolean;
  /** Of tools that are clicked: what the tool does there. @returns false where the chosen label cannot be drawn */
  click(at: Vec3, axis: AxisIndex): boolean;
  setCorner(at: Vec3, axis: AxisIndex): void;
  /** Whether a closed line only takes away, so that the chosen label need not be drawn with. */
  readonly linesErase: boolean;
  /** The line that is drawn, or what is shown before it applies. @returns false where there is neither */
  close(): boolean;
  dropLast(): boolean;
  giveUp(): boolean;
}

export const pointerTools: InjectionKey<PointerTools> = Symbol('pointer tools');

export function usePointerToolsHere(): PointerTools {
  const tools = inject(pointerTools);
  if (tools === undefined) throw new Error('the annotate page gives its tools to what stands on it');
  return tools;
}

/** @param discardOther what another tool shows before it applies, which makes room for this */
export function usePointerTools(open: ShallowRef<OpenCase | null>, discardOther: () => void): PointerTools {
  const annotating = useAnnotating();
  const preferences = usePreferences();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const preview = useSeedPreview(open, discardOther);
  const seeds = useSeeds(open, preview);
  const wires = useWires(open);
  const lines = useClosedLines(open, preview);
  // A line belongs to the case on which it was begun.
  watch(open, () => { annotating.outline = null; });
  onBeforeUnmount(() => { annotating.outline = null; });

  const parts = (opened: OpenCase): StrokeParts => ({ opened, chosen: annotating, settings: preferences.settings, table: workplace.labelTable });
  const isShown = (): boolean => preview.status.value.kind !== 'none';

  return {
    preview,
    get press() {
      return pressOf(annotating.tool, preferences.settings.tools.model.by);
    },
    get linesErase() {
      const { isThrough, does } = preferences.settings.tools.outline;
      return isThrough && does !== 'fill-inside';
    },
    ring: (axis) => (open.value === null ? { radiusVoxels: 1, shape: 'round' } : ringOf(parts(open.value), axis)),
    beginStroke(erases, axis, at) {
      const opened = open.value;
      if (opened === null || opened.readOnly) return true;
      const begun = beginStrokeOf(parts(opened), erases, axis, at);
      if (begun === 'no-prediction') toasts.tell({ kind: 'note', text: { word: 'drawing.model.none' } });
      return begun !== 'no-label';
    },
    click: (at, axis) => seeds.click(at, axis),
    setCorner: (at, axis) => wires.press(at, axis),
    hover: (at, axis) => wires.hover(at, axis),
    close() {
      const { outline } = annotating;
      if (outline?.corners !== undefined) {
        void (async () => {
          const closed = await wires.closed();
          if (closed !== null) lines.fill(closed, 'livewire');
        })();
        return true;
      }
      if (outline !== null) {
        annotating.outline = null;
        lines.fill(outline, annotating.tool === 'polygon' ? 'polygon' : 'lasso');
        return true;
      }
      if (!isShown()) return false;
      preview.apply();
      return true;
    },
    dropLast() {
      const { outline } = annotating;
      if (outline === null) return false;
      annotating.outline = withoutLastCorner(outline);
      return true;
    },
    giveUp() {
      if (annotating.outline !== null) annotating.outline = null;
      else if (isShown()) preview.discard();
      else return false;
      return true;
    },
  };
}

export function pressOf(tool: Tool, takesOver: 'brush' | 'component'): Press {
  switch (tool) {
    case 'brush': case 'eraser': case 'adaptive': return 'stroke';
    case 'model': return takesOver === 'brush' ? 'stroke' : 'click';
    case 'fill': case 'grow': return 'click';
    case 'lasso': return 'lasso';
    case 'polygon': return 'corner';
    case 'livewire': return 'wire';
    case 'navigate': case 'window': case 'measure': return null;
  }
}
