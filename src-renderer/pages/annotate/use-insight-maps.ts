/** Keeps the map of the open case that is wanted: asks for it, has it computed where it is not kept, and lets go of it when nobody looks. */
import { onBeforeUnmount, watch, type ShallowRef } from 'vue';
import type { CaseMaps, Explanation, MapKind } from '#shared/contract/explanation.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { ModelInfo } from '#shared/contract/training.ts';
import { voxelCount } from '#shared/geometry/affine.ts';
import { client } from '../../connection/client.ts';
import { caseMaps, explanationOf, mapBytes } from '../../connection/maps.ts';
import { useAnnotating } from '../../stores/annotating.ts';
import { useInsight, type AskedExplanation } from '../../stores/insight.ts';
import { hasEnded, jobEnd } from '../../stores/job-end.ts';
import { shareOf } from '../../stores/job-words.ts';
import { usePeople } from '../../stores/people.ts';
import { useTestSetStore } from '../../stores/test-set.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useWorkplace } from '../../stores/workplace.ts';
import { loadedMap, mapOf } from './loaded-map.ts';
import type { OpenCase } from './open-case.ts';

/** Of a larger case the shown slice is computed, unless all of it is asked for: a person who looks shall not wait for minutes. */
export const wholeAtOnceVoxels = 4 * 2 ** 20;
/** Whoever goes through slices sees them first. */
const restMs = 250;

interface WantedMap {
  readonly kind: Exclude<MapKind, 'explanation'>;
  readonly model: ModelInfo['id'];
  /** 0 where it is of none. */
  readonly label: number;
  readonly slice: number | null;
}
type Wanted = WantedMap | (AskedExplanation & { readonly kind: 'explanation' });

export function useInsightMaps(open: ShallowRef<OpenCase | null>): void {
  const insight = useInsight();
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const testSet = useTestSetStore();
  const people = usePeople();
  const toasts = useToasts();

  const wanted = (): Wanted | null => {
    const opened = open.value;
    const model = insight.model ?? workplace.activeModel?.id;
    const { overlay: kind, asked } = insight;
    // A person who must not see what a model thinks does not ask for it.
    if (opened === null || insight.blind !== false || testSet.holds(opened.info.id) !== false || kind === 'none' || kind === 'difference') return null;
    if (kind === 'explanation') return asked && { kind, ...asked };
    if (model === undefined) return null;
    const isWhole = insight.whole || voxelCount(opened.viewed.geometry.size) <= wholeAtOnceVoxels;
    return {
      kind, model, label: kind === 'probability' ? insight.label ?? annotating.label : 0,
      slice: isWhole ? null : annotating.position[opened.info.sliceAxis],
    };
  };

  /** Follows a job that was started for a map; whoever stops looking ends it. */
  const follow = (signal: AbortSignal) => async (id: Job['id']): Promise<Job | null> => {
    const stop = (): void => { client.jobs.cancel({ id }).catch(() => undefined); };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await jobEnd(id, (job) => {
        if (!signal.aborted && !hasEnded(job)) insight.coming = job.state === 'queued' ? { step: 'waits', share: null } : { step: 'computes', share: shareOf(job) };
      });
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };

  const fetchMap = async (opened: OpenCase, want: Wanted, signal: AbortSignal): Promise<void> => {
    const caseId = opened.info.id;
    const end = follow(signal);
    const told: CaseMaps | Explanation | null = want.kind === 'explanation'
      ? await explanationOf({ caseId, model: want.model, slice: want.slice, label: want.label, region: want.region, layer: want.layer }, end)
      : await caseMaps({ caseId, model: want.model, slice: want.slice, disagreement: want.kind === 'disagreement' }, end);
    if (signal.aborted || told === null) return;
    const kept = 'map' in told ? told.map : mapOf(told, want.kind, want.label);
    insight.notes = kept === undefined ? (told.notes.length > 0 ? told.notes : ['not-there']) : told.notes;
    if (kept === undefined) return;
    insight.coming = { step: 'reads', share: 0 };
    const bytes = await mapBytes(kept, told.size, signal, (share) => { if (!signal.aborted) insight.coming = { step: 'reads', share }; });
    if (signal.aborted) return;
    const map = loadedMap(kept, bytes, told, opened.viewed.geometry.size);
    if (map === null) insight.notes = ['other-grid'];
    opened.map.value = map;
  };

  // What is wanted is compared as text, and the case by a function (a shallow ref would always count as changed): a crosshair that
  // moves within a slice asks for nothing anew.
  watch([() => open.value, () => JSON.stringify(wanted())], ([opened], _before, onCleanup) => {
    insight.notes = [];
    insight.coming = null;
    const want = wanted();
    if (opened === null || want === null) return;
    const model = workplace.models.find(({ id }) => id === want.model);
    if (want.kind === 'probability' && model !== undefined && !model.plan.outputs.some(({ index }) => index === want.label)) {
      insight.notes = ['needs-label'];
      return;
    }
    const stop = new AbortController();
    insight.coming = { step: 'reads', share: null };
    const resting = setTimeout(() => {
      fetchMap(opened, want, stop.signal).catch((error: unknown) => { if (!stop.signal.aborted) toasts.failed(error); })
        .finally(() => { if (!stop.signal.aborted) insight.coming = null; });
    }, want.slice === null ? 0 : restMs);
    onCleanup(() => {
      clearTimeout(resting);
      stop.abort();
      opened.map.value = null;
    });
  }, { immediate: true });

  watch(open, () => {
    insight.asked = null;
    insight.whole = false;
  }, { immediate: true });
  // Who is asked to read the case, and has not finished, sees no model of it, whosever labels are on the screen; a reviewer of somebody's
  // unfinished reading does.
  watch([open, () => people.name], ([opened, name], _before, onCleanup) => {
    insight.blind = null;
    if (opened === null || name === null) return;
    let isLeft = false;
    onCleanup(() => { isLeft = true; });
    client.secondReadings.list().then((readings) => {
      if (!isLeft) insight.blind = readings.some(({ caseId, annotator, finishedAt }) => caseId === opened.info.id && annotator === name && finishedAt === null);
    }, () => undefined);
  }, { immediate: true });
  // Of another project, or deleted.
  watch(() => workplace.models, (models) => { if (!models.some(({ id }) => id === insight.model)) insight.model = null; });
  onBeforeUnmount(() => { insight.coming = null; });
}
