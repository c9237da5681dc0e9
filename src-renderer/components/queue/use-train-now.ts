/** The next training with what was chosen last, begun at once; where something stands against it the Train page says what. */
import { useRouter } from 'vue-router';
import { usePlanning } from '../../stores/planning.ts';
import { useToasts } from '../../stores/toasts.ts';
import { useTraining } from '../../stores/training.ts';
import { useWorkplace } from '../../stores/workplace.ts';

export function useTrainNow(): () => void {
  const workplace = useWorkplace();
  const planning = usePlanning();
  const training = useTraining();
  const toasts = useToasts();
  const router = useRouter();
  return () => {
    void (async () => {
      if (training.starting) return;
      await workplace.refreshReadiness();
      if (workplace.readiness?.ready !== true || training.job !== null || planning.options === null) {
        await router.push({ name: 'train' });
        return;
      }
      if (!await training.start(planning.options)) return;
      toasts.tell({ kind: 'note', text: { word: 'queue.trainingBegun' }, step: { word: 'frame.steps.show', take: () => { void router.push({ name: 'train' }); } } });
    })();
  };
}
