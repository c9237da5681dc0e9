/** The pages and their addresses; behind the `#`, because the host serves one file for all of them. */
import { createRouter, createWebHashHistory } from 'vue-router';

const load = {
  cases: () => import('./cases/cases-page.vue'),
  annotate: () => import('./annotate/annotate-page.vue'),
  train: () => import('./train/train-page.vue'),
  export: () => import('./export/export-page.vue'),
};

export function createPageRouter() {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: { name: 'cases' } },
      { path: '/cases', name: 'cases', component: load.cases },
      { path: '/annotate/:caseId?', name: 'annotate', component: load.annotate },
      { path: '/train', name: 'train', component: load.train },
      { path: '/export', name: 'export', component: load.export },
      { path: '/:rest(.*)', redirect: { name: 'cases' } },
    ],
  });
  // The first page is shown before the others are fetched; but they are, since a host that is gone later gives none.
  void router.isReady().then(() => Promise.allSettled(Object.values(load).map((page) => page())));
  return router;
}
