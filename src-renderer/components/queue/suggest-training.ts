/** Says once, on whichever page, that there is enough for another training; work goes on meanwhile. */
import { watch } from 'vue';
import { useLoopState } from '../../stores/loop-state.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useTraining } from '../../stores/training.ts';
import { useTrainNow } from './use-train-now.ts';

export function suggestTraining(): void {
  const loop = useLoopState();
  const toasts = useToasts();
  const training = useTraining();
  const trainNow = useTrainNow();
  // Once for each model: whoever goes on labelling has heard it.
  let toldFor: string | null | undefined;
  watch(() => loop.state, (state) => {
    if (state === null || state.suggested === null || training.job !== null || state.newest === toldFor) return;
    toldFor = state.newest;
    toasts.tell({
      kind: 'note',
      text: { word: state.suggested === 'batch-done' ? 'queue.suggest.batchDone' : 'queue.suggest.enoughNew', values: { n: state.newSlices } },
      step: { word: 'queue.trainNow', take: trainNow },
    });
  });
}
