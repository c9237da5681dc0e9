/** What of the model's mind is shown above the picture, and how. Names and numbers; the maps are the annotate page's. */
import { defineStore } from 'pinia';
import { reactive, ref, shallowRef } from 'vue';
import type { ExplainedRegion, MapKind } from '#shared/contract/explanation.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { heldSwitch } from './held-switch.ts';

/** In the order in which they are offered. */
export const overlays = ['none', 'difference', 'uncertainty', 'probability', 'disagreement', 'explanation'] as const satisfies readonly ('none' | 'difference' | MapKind)[];
export type Overlay = (typeof overlays)[number];

/** What an explanation was asked for. */
export interface AskedExplanation {
  readonly model: ModelInfo['id'];
  readonly label: number;
  readonly region: ExplainedRegion;
  /** Along the case's slice axis; null: the whole case. */
  readonly slice: number | null;
  readonly layer: string;
}

/** Why there is no map, or what has to be known to read it. */
export type InsightNote = Sentence | 'needs-label' | 'other-grid' | 'not-there';

export const useInsight = defineStore('insight', () => {
  const overlay = ref<Overlay>('none');
  /** Whose maps; null: the model in use. */
  const model = ref<ModelInfo['id'] | null>(null);
  /** Whose probability or explanation, by its index; null: of the label that is drawn with. */
  const label = ref<number | null>(null);
  /** 0–1, of the full scale of each map; what is below `least` is not drawn. */
  const looks = reactive<Record<MapKind, { opacity: number; least: number }>>({
    probability: { opacity: 0.6, least: 0.05 },
    uncertainty: { opacity: 0.6, least: 0.1 },
    disagreement: { opacity: 0.6, least: 0.1 },
    explanation: { opacity: 0.6, least: 0.2 },
  });
  /** Of a large case, whether all of its slices are asked for, and not the shown one alone. */
  const whole = ref(false);
  const asked = shallowRef<AskedExplanation | null>(null);
  /** How a map comes: computed or read, so far; null when it is there, or none is asked for. */
  const coming = shallowRef<{ readonly step: 'waits' | 'computes' | 'reads'; readonly share: number | null } | null>(null);
  const notes = shallowRef<readonly InsightNote[]>([]);
  /** Whether whoever sits here reads the open case as if no other had: null until it is known. Nothing is asked for before. */
  const blind = ref<boolean | null>(null);
  const toggled = (now: Overlay, one: Overlay): Overlay => (now === one ? 'none' : one);
  const toggle = (one: Overlay): void => { overlay.value = toggled(overlay.value, one); };
  const uncertainty = heldSwitch(overlay, (now) => toggled(now, 'uncertainty'));

  return {
    overlay, model, label, looks, whole, asked, coming, notes, blind, toggle,
    /** A tap shows or hides it; a key that is held shows it while it is. */
    pressUncertainty: uncertainty.press,
    releaseUncertainty: uncertainty.release,
  };
});
