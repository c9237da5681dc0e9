/** Whose labels are seen of the case under review: those under review, another person's, or a model's; one key flips through them. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { voxelCount } from '#shared/geometry/affine.ts';
import type { Vec3 } from '#shared/geometry/volume-geometry.ts';
import type { CaseInfo } from '#shared/contract/cases.ts';
import { downloadVoxels } from '../../connection/volume.ts';
import { useWords } from '../../locales/use-words.ts';
import { heldSwitch, type HeldSwitch } from '../../stores/held-switch.ts';
import { useReviewList } from '../../stores/review-list.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { predictionOf, type OpenCase } from '../annotate/open-case.ts';
import { useShownPrediction } from '../annotate/use-prediction.ts';

export interface Layer {
  readonly id: string;
  readonly name: string;
}

export interface Layers {
  /** Those under review are the first. */
  readonly all: ComputedRef<readonly Layer[]>;
  /** What is seen; empty while no case is open. */
  readonly shown: Ref<string>;
  /** It is being read, and what is seen is still the one before. */
  readonly reading: Readonly<Ref<boolean>>;
  readonly key: HeldSwitch;
}

export function useLayers(open: ShallowRef<OpenCase | null>): Layers {
  const workplace = useWorkplace();
  const list = useReviewList();
  const predictionShown = useShownPrediction();
  const toasts = useToasts();
  const { t } = useWords();
  const shown = ref('');
  const reading = ref(false);
  /** Of the open case, as they were read; what somebody draws on is read again. */
  let kept = new Map<string, Uint8Array>();
  const drawnOn = shallowRef(0);

  const nameOf = ({ id, owner }: CaseInfo['labelmaps'][number]): string => {
    switch (owner.kind) {
      case 'reading': return t(owner.blind ? 'review.layers.second' : 'review.layers.reading', { name: owner.annotator });
      case 'consensus': return t('review.layers.consensus');
      case 'model': return t('review.layers.model', { name: workplace.models.find((model) => model.id === owner.modelId)?.name ?? id });
    }
  };
  const all = computed<readonly Layer[]>(() => {
    const opened = open.value;
    if (opened === null) return [];
    const info = workplace.caseOf(opened.info.id) ?? opened.info;
    const predicted = predictionOf(info, predictionShown(info.id));
    // A labelmap that nobody has drawn on shows nothing; nor is the reviewer's own one there to be compared with.
    const isSeen = ({ id, owner }: CaseInfo['labelmaps'][number]): boolean =>
      id !== opened.labelmapId && (owner.kind === 'model' ? id === predicted : list.rowOf(id) !== null);
    const own = info.labelmaps.filter(({ id }) => id === opened.labelmapId);
    return [...own, ...info.labelmaps.filter(isSeen)].filter(({ imageId }) => imageId === opened.image.id).map((one) => ({ id: one.id, name: nameOf(one) }));
  });

  watch(open, (opened, _before, onCleanup) => {
    kept = new Map();
    shown.value = opened?.labelmapId ?? '';
    if (opened === null) return;
    onCleanup(workplace.listen((event) => {
      if (event.kind !== 'labels' || event.labelmapId === opened.labelmapId) return;
      kept.delete(event.labelmapId);
      drawnOn.value += 1;
    }));
  }, { immediate: true, flush: 'sync' });
  watch(() => all.value.some(({ id }) => id === shown.value), (is) => { if (!is && open.value !== null) shown.value = open.value.labelmapId; });

  const show = (opened: OpenCase, labels: Uint8Array | null): void => {
    const last = opened.image.size.map((length) => length - 1) as unknown as Vec3;
    opened.previewedBox.value = { first: [0, 0, 0], last };
    opened.previewed.value = labels;
  };
  watch([open, shown, drawnOn], ([opened, id], _before, onCleanup) => {
    if (opened === null) return;
    const labels = kept.get(id);
    if (id === opened.labelmapId || id === '' || labels !== undefined) return show(opened, labels ?? null);
    const stop = new AbortController();
    onCleanup(() => { stop.abort(); reading.value = false; });
    reading.value = true;
    downloadVoxels({ path: `/labelmaps/${id}/voxels`, type: 'uint8', count: voxelCount(opened.image.size), signal: stop.signal }).then(
      (read) => {
        if (stop.signal.aborted) return;
        kept.set(id, read as Uint8Array);
        reading.value = false;
        show(opened, read as Uint8Array);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        toasts.failed(error);
        shown.value = opened.labelmapId;
      },
    );
  }, { flush: 'sync' });

  const key = heldSwitch(shown, (now) => {
    const ids = all.value.map(({ id }) => id);
    if (ids.length < 2) toasts.tell({ kind: 'note', text: { word: 'review.layers.alone' } });
    return ids[(ids.indexOf(now) + 1) % ids.length] ?? now;
  });
  return { all, shown, reading, key };
}
