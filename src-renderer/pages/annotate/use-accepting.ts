/** Accepting what a model predicts: of the shown slice at once, of the case beside the work. One entry of the history, by the painting rules. */
import { onBeforeUnmount, ref, watch, type Ref, type ShallowRef } from 'vue';
import { finish } from '#shared/regions/grid.ts';
import { keptLabels, labelsAndLocks } from '../../editing/kept-labels.ts';
import type { LabelBlock } from '../../editing/paint-block.ts';
import { acceptedPrediction, type Acceptance } from '../../editing/regions/accepted-prediction.ts';
import { createRegionComputer } from '../../editing/regions/compute-regions.ts';
import type { RegionScene } from '../../editing/regions/scene.ts';
import type { Word } from '../../locales/use-words.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import type { OpenCase } from './open-case.ts';
import { acceptanceRules } from './painting-gate.ts';
import { sceneOf } from './region-scene.ts';

export interface Accepting {
  /** How much of a case is compared, 0–1; null while none is, or for a moment only. */
  readonly share: Readonly<Ref<number | null>>;
  /**
   * @param what all labels, or the chosen one alone
   * @param quietly nothing is told where it was done
   * @returns whether it was done; also where nothing was left to do
   */
  accept(opened: OpenCase, what: Acceptance['kind'], slices: 'slice' | 'case', quietly?: boolean): Promise<boolean>;
  /** When nothing is computed any more that was asked for before: what it changes re-opens slices, so marks follow it. */
  settled(): Promise<unknown>;
  /** @returns false where nothing is compared */
  stop(): boolean;
}

const words = {
  'accept-prediction': { same: 'annotate.model.same', slice: 'annotate.model.accepted', case: 'annotate.model.acceptedCase' },
  'accept-label': { same: 'regions.accept.same', slice: 'regions.accept.accepted', case: 'regions.accept.acceptedCase' },
} as const satisfies Readonly<Record<Acceptance['kind'], Readonly<Record<'same' | 'slice' | 'case', Word>>>>;

/** How often is looked whether a stroke has ended, or labels have come. */
const waitMs = 200;

/** @param undo of what was accepted */
export function useAccepting(open: ShallowRef<OpenCase | null>, undo: () => void): Accepting {
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const computer = createRegionComputer();
  const share = ref<number | null>(null);
  let isComparing = false;
  /** Counts what was asked for, so that an answer can tell that nobody waits for it. */
  let asked = 0;
  let underway: Promise<unknown> = Promise.resolve();

  const stop = (): boolean => {
    const was = isComparing;
    asked += 1;
    computer.stop();
    isComparing = false;
    share.value = null;
    return was;
  };
  /**
   * @param asNow what is accepted, by the prediction and the locks of that moment; null where it no longer can be
   * @returns `stopped` where nobody waits for it any more
   */
  const compare = async (opened: OpenCase, scene: RegionScene, asNow: () => Acceptance | null): Promise<LabelBlock | null | 'stopped' | 'old'> => {
    stop();
    const mine = asked;
    isComparing = true;
    let isOld = false;
    const unfollow = opened.follow({ onChanged: () => { isOld = true; } });
    const isStopped = (): boolean => mine !== asked || open.value !== opened;
    // Who looks at an earlier state is told so at the end.
    const mustWait = (): boolean => !opened.readOnly && !opened.session.canPaint;
    try {
      for (;;) {
        while (mustWait()) {
          share.value ??= 0;
          await new Promise((resolve) => { setTimeout(resolve, waitMs); });
          if (isStopped()) return 'stopped';
        }
        isOld = false;
        const operation = asNow();
        if (operation === null) return 'old';
        const locks = labelsAndLocks(workplace.labelTable);
        const block = await computer.compute(scene, operation, (done) => { if (mine === asked) share.value = done; });
        if (isStopped()) return 'stopped';
        // A stroke that was drawn meanwhile may lie where it is accepted, labels may be locked: once more, with them.
        if (isOld || operation.prediction !== opened.prediction.value || locks !== labelsAndLocks(workplace.labelTable)) continue;
        if (!mustWait()) return block;
      }
    } finally {
      unfollow();
      if (mine === asked) stop();
    }
  };

  watch(open, () => { stop(); });
  onBeforeUnmount(() => {
    stop();
    computer.dispose();
  });

  const accept: Accepting['accept'] = async (opened, what, slices, quietly = false) => {
    const note = (word: Word, values: Readonly<Record<string, string>> = {}): false => {
      toasts.tell({ kind: 'note', text: { word, values } });
      return false;
    };
    if (opened.prediction.value === null) return note(workplace.activeModel === null ? 'annotate.model.none' : 'annotate.model.notYet');
    const { axis, index, label } = annotating;
    const entry = () => workplace.labelTable.find((one) => one.index === label);
    const asNow = (): Acceptance | null => {
      const prediction = opened.prediction.value;
      if (prediction === null || (what === 'accept-label' && entry()?.locked !== false)) return null;
      return { kind: what, prediction, locked: keptLabels(workplace.labelTable), slice: slices === 'slice' ? { axis, index } : null };
    };
    const begun = asNow();
    if (begun === null) return false;
    const scene = sceneOf(opened, label, []);
    const block = slices === 'slice' ? finish(acceptedPrediction(scene, begun)) : await compare(opened, scene, asNow);
    if (block === 'stopped') return false;
    // An earlier state may be looked at by now.
    if (opened.readOnly) return note('history.backFirst');
    if (block === 'old' || (block !== null && (!opened.session.canPaint || asNow() === null))) return note('annotate.model.old');
    const box = block && opened.session.paintBlock(what, block, acceptanceRules(annotating, workplace.labelTable, opened.viewed), opened.predictedBy);
    if (quietly) return true;
    const name = entry()?.name ?? '';
    if (box === null) {
      note(words[what].same, { name });
      return true;
    }
    const n = slices === 'slice' ? index + 1 : opened.planes[axis].slices;
    toasts.tell({ kind: 'done', text: { word: words[what][slices], values: { name, n } }, step: { word: 'frame.steps.undo', take: undo }, ofLastEdit: true });
    return true;
  };

  return {
    share,
    stop,
    settled: () => underway,
    accept(...asked) {
      const accepted = accept(...asked);
      underway = Promise.allSettled([underway, accepted]);
      return accepted;
    },
  };
}
