/** The pages and their addresses; behind the `#`, because the host serves one file for all of them. */
import { createRouter, createWebHashHistory, START_LOCATION } from 'vue-router';
import { askAhead, labelsAsked } from './annotate/ask-ahead.ts';
import { useLeftCases } from './annotate/left-cases.ts';

const load = {
  cases: () => import('./cases/cases-page.vue'),
  annotate: () => import('./annotate/annotate-page.vue'),
  train: () => import('./train/train-page.vue'),
  review: () => import('./review/review-page.vue'),
  readings: () => import('./readings/readings-page.vue'),
  export: () => import('./export/export-page.vue'),
};

const longestBusyMs = 2000;

/** The first case that is opened finds its views ready to draw. */
async function warm(): Promise<void> {
  const { warmLayers } = await import('../viewer/warm-layers.ts');
  warmLayers();
}

export function createPageRouter() {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: { name: 'cases' } },
      { path: '/cases', name: 'cases', component: load.cases },
      { path: '/annotate/:caseId?', name: 'annotate', component: load.annotate },
      { path: '/train', name: 'train', component: load.train },
      { path: '/review/:labelmapId?', name: 'review', component: load.review },
      { path: '/readings', name: 'readings', component: load.readings },
      { path: '/export', name: 'export', component: load.export },
      { path: '/:rest(.*)', redirect: { name: 'cases' } },
    ],
  });
  router.beforeEach(({ name, params: { caseId }, query }, from) => {
    if (name !== 'annotate' || typeof caseId !== 'string' || caseId === '') return;
    // Only another slice of it is looked at.
    if (from.name === 'annotate' && from.params['caseId'] === caseId && labelsAsked(from.query) === labelsAsked(query)) return;
    // At first the host may still be opening the project. A case that waits for its last strokes to be stored comes with what the
    // host has after them.
    if (from !== START_LOCATION && !useLeftCases().isWaiting(caseId)) askAhead(caseId, labelsAsked(query));
  });
  // The first page is shown before the others are fetched; but they are, since a host that is gone later gives none.
  void router.isReady()
    .then(() => Promise.allSettled(Object.values(load).map((page) => page())))
    // Whoever lost the host meanwhile does without; what matters then is told elsewhere.
    .then(() => requestIdleCallback(() => { void Promise.allSettled([warm()]); }, { timeout: longestBusyMs }));
  return router;
}
