/** Begins with the queue, or goes on with it: what it gives is shown on the annotate page, and why it gives nothing too. */
import { useRouter } from 'vue-router';
import { useQueue } from '../../stores/queue.ts';

export function useQueueStart(): () => void {
  const queue = useQueue();
  const router = useRouter();
  return () => {
    void (async () => {
      await queue.start();
      if (!queue.working || router.currentRoute.value.name === 'annotate') return;
      const { given } = queue;
      const place = given === null ? {} : { params: { caseId: given.caseId }, query: { axis: String(given.axis), slice: String(given.index) } };
      await router.push({ name: 'annotate', ...place });
    })();
  };
}
