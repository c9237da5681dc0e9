/** The pages and their addresses; behind the `#`, because the host serves one file for all of them. */
import { createRouter, createWebHashHistory } from 'vue-router';

export function createPageRouter() {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: { name: 'cases' } },
      { path: '/cases', name: 'cases', component: () => import('./cases/cases-page.vue') },
      { path: '/annotate/:caseId?', name: 'annotate', component: () => import('./annotate/annotate-page.vue') },
      { path: '/train', name: 'train', component: () => import('./train/train-page.vue') },
      { path: '/export', name: 'export', component: () => import('./export/export-page.vue') },
      { path: '/:rest(.*)', redirect: { name: 'cases' } },
    ],
  });
}
