/** What a click in the volume, or a cut through it, would change: computed beside, shown before it applies, one entry of the history when it does. */
import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';
import { voxelCount } from '#shared/geometry/affine.ts';
import { UserFacingError } from '#shared/text/user-facing-error.ts';
import { labelsAndLocks } from '../../editing/kept-labels.ts';
import type { LabelBlock } from '../../editing/paint-block.ts';
import { createRegionComputer } from '../../editing/regions/compute-regions.ts';
import type { CutAway } from '../../editing/regions/cut-away.ts';
import type { PointerOperation } from '../../editing/regions/pointer-operation.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import type { RegionStatus } from '../../stores/region-tools.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { amountOf } from './amount-of.ts';
import type { OpenCase } from './open-case.ts';
import { rulesOf } from './painting-gate.ts';
import { sceneOf } from './region-scene.ts';

/** As of an operation on a whole label that does not move. */
export type SeedStatus = Exclude<RegionStatus, { readonly kind: 'start' | 'evolving' }>;

export interface Previewable {
  readonly operation: PointerOperation | CutAway;
  /** Labels that take part where several do. */
  readonly free?: readonly number[];
}

export interface SeedPreview {
  readonly status: Readonly<ShallowRef<SeedStatus>>;
  /** Of what the status is; null where there is nothing. */
  readonly kind: Readonly<ShallowRef<Previewable['operation']['kind'] | null>>;
  /** In place of what is shown. @param make asked again whenever rules or settings have changed; null: nothing is shown any more, and it has said why */
  show(opened: OpenCase, make: () => Previewable | null): void;
  /** The same by the settings as they are now; nothing where nothing is shown. */
  again(): void;
  apply(): void;
  /** Also stops what is computed. */
  discard(): void;
}

export function useSeedPreview(open: ShallowRef<OpenCase | null>, discardOther: () => void): SeedPreview {
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const toasts = useToasts();
  const computer = createRegionComputer();
  const status = shallowRef<SeedStatus>({ kind: 'none' });
  const kind = shallowRef<Previewable['operation']['kind'] | null>(null);
  let wanted: { readonly opened: OpenCase; readonly make: () => Previewable | null } | null = null;
  let shown: { readonly opened: OpenCase; readonly tool: string; readonly block: LabelBlock; readonly labels: Uint8Array } | null = null;
  /** Counts what was asked for, so that an answer can tell that nobody waits for it. */
  let asked = 0;

  const forget = (): void => {
    asked += 1;
    computer.stop();
    shown = wanted = kind.value = null;
    status.value = { kind: 'none' };
  };
  const discard = (): void => {
    const was = shown;
    forget();
    if (was !== null && was.opened.previewed.value === was.labels) was.opened.previewed.value = null;
  };
  const compute = async (opened: OpenCase, { operation, free = [] }: Previewable): Promise<void> => {
    const mine = asked;
    kind.value = operation.kind;
    status.value = { kind: 'computing', share: 0 };
    const { kept, notErased, gate } = rulesOf(annotating, workplace.labelTable, opened.viewed);
    const rules = { kept, notErased, gate: gate && { lowest: gate.lowest, highest: gate.highest } };
    try {
      const found = await computer.preview(sceneOf(opened, annotating.label, free), operation, {
        rules,
        iterationsPerLook: Infinity,
        progress: (share) => { if (mine === asked) status.value = { kind: 'computing', share }; },
        look: () => undefined,
      });
      if (mine !== asked || open.value !== opened) return;
      const block = found?.block ?? null;
      const preview = found?.preview ?? null;
      if (block === null || preview === null) {
        status.value = { kind: 'same' };
        return;
      }
      // Something else may be shown since; what applies is what is seen.
      discardOther();
      shown = { opened, tool: operation.kind === 'cut-away' ? 'scissors' : operation.kind, block, labels: preview.labels };
      opened.previewedBox.value = block.box;
      opened.previewed.value = preview.labels;
      status.value = { kind: 'shown', ...amountOf(opened, preview.voxels) };
    } catch (error) {
      if (mine !== asked) return;
      forget();
      if (error instanceof UserFacingError) return toasts.tell({ kind: 'note', text: error.sentence });
      console.error(error);
      toasts.tell({ kind: 'failed', text: { word: 'annotate.regions.failed', values: { n: voxelCount(opened.viewed.geometry.size) } } });
    }
  };
  const show = (opened: OpenCase, make: () => Previewable | null): void => {
    discard();
    const made = make();
    if (made === null) return;
    discardOther();
    wanted = { opened, make };
    void compute(opened, made);
  };

  // What is shown was computed from labels, rules and a label that are others now; or another tool shows something in its place.
  watch(open, (opened, _before, onCleanup) => {
    discard();
    if (opened !== null) onCleanup(opened.follow({ onChanged: () => { if (status.value.kind !== 'none') discard(); } }));
  }, { immediate: true });
  watch([() => annotating.label, () => labelsAndLocks(workplace.labelTable)], () => { if (status.value.kind !== 'none') discard(); });
  watch(() => open.value?.previewed.value, (labels) => { if (shown !== null && labels !== shown.labels) forget(); });
  onBeforeUnmount(() => {
    discard();
    computer.dispose();
  });

  return {
    status,
    kind,
    show,
    again() {
      if (wanted !== null) show(wanted.opened, wanted.make);
    },
    discard,
    apply() {
      if (shown === null) return;
      const { opened, tool, block } = shown;
      // What is shown stays, to be applied after going back.
      if (opened.readOnly) return toasts.tell({ kind: 'note', text: { word: 'history.backFirst' } });
      discard();
      const box = opened.session.paintBlock(tool, block, rulesOf(annotating, workplace.labelTable, opened.viewed));
      if (box === null) toasts.tell({ kind: 'note', text: { word: 'annotate.regions.old' } });
      else toasts.tell({ kind: 'done', text: { word: 'annotate.regions.done' }, ofLastEdit: true });
    },
  };
}
