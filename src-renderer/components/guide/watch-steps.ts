/** Sees which of the first steps are done, wherever and however: by key, by pointer, with the guide open or not. */
import { watch } from 'vue';
import { useAnnotating } from '../../stores/annotating.ts';
import { useGuide } from '../../stores/guide.ts';
import { useWorkplace } from '../../stores/workplace.ts';

/** To open a case moves as well, once for each axis at most; who looks around goes on. */
const movesOfLooking = 4;

export function watchSteps(): void {
  const annotating = useAnnotating();
  const workplace = useWorkplace();
  const guide = useGuide();
  let moves = 0;
  watch(() => annotating.position, () => {
    moves += 1;
    if (moves >= movesOfLooking) guide.tick('look');
  });
  annotating.$onAction(({ name }) => { if (name === 'chooseLabel') guide.tick('label'); });
  const going = new Set<string>();
  watch(() => workplace.jobs, (jobs) => {
    for (const { id, kind, state } of jobs) {
      if (state === 'running' || state === 'queued') going.add(id);
      else if (going.delete(id) && state === 'done' && (kind === 'train' || kind === 'export')) guide.tick(kind);
    }
  }, { immediate: true });
}
