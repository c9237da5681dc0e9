/** What of the model's mind is shown above the picture, and how. Names and numbers; the maps are the annotate page's. */
import { defineStore } from 'pinia';
import { reactive, ref } from 'vue';

export type Overlay = 'none' | 'difference' | 'uncertainty' | 'probability' | 'disagreement' | 'explanation';
/** What is a value at each voxel. */
export type MapKind = Exclude<Overlay, 'none' | 'difference'>;

/** A key that is let go later than this was held: what it showed goes with it. */
const heldMs = 350;

export const useInsight = defineStore('insight', () => {
  const overlay = ref<Overlay>('none');
  /** Whose probability, by its index; null: of the label that is drawn with. */
  const label = ref<number | null>(null);
  /** 0–1, of the full scale of each map; what is below `least` is not drawn. */
  const looks = reactive<Record<MapKind, { opacity: number; least: number }>>({
    probability: { opacity: 0.6, least: 0.05 },
    uncertainty: { opacity: 0.6, least: 0.1 },
    disagreement: { opacity: 0.6, least: 0.1 },
    explanation: { opacity: 0.6, least: 0.2 },
  });
  /** 0–1 while a map comes; null when it is there, or none is asked for. */
  const share = ref<number | null>(null);
  /** What was shown when the key went down; null while it is up. */
  let held: { readonly at: number; readonly was: Overlay } | null = null;
  const toggle = (one: Overlay): void => { overlay.value = overlay.value === one ? 'none' : one; };

  return {
    overlay, label, looks, share, toggle,
    /** A tap shows or hides it; a key that is held shows it while it is. */
    press(one: Overlay): void {
      held = { at: performance.now(), was: overlay.value };
      toggle(one);
    },
    release(): void {
      if (held !== null && performance.now() - held.at > heldMs) overlay.value = held.was;
      held = null;
    },
  };
});
