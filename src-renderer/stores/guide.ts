/** The guide through the first steps: which are done, and whether it is shown. What was done is told to it. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { guideSteps } from '#shared/contract/settings.ts';
import { usePreferences } from './preferences.ts';
import { useWorkplace } from './workplace.ts';

export type GuideStep = (typeof guideSteps)[number];

/** What has been done where the key was done: who painted has chosen a label, and seen where. */
const implied: Readonly<Partial<Record<GuideStep, readonly GuideStep[]>>> = { paint: ['label'] };

export const useGuide = defineStore('guide', () => {
  const preferences = usePreferences();
  const workplace = useWorkplace();
  /** In a project of one's own it comes only when it is called. */
  const asked = ref(false);
  const done = computed<readonly GuideStep[]>(() => preferences.settings.guide.done);
  const onExample = computed(() => workplace.project?.name === 'Example' && /[\\/]example$/.test(workplace.project.folder));
  const shown = computed(() => preferences.settings.guide.shown && (onExample.value || asked.value));

  const show = (yes: boolean): void => {
    asked.value = yes;
    preferences.change({ guide: { ...preferences.settings.guide, shown: yes } });
  };
  /** Also while it is closed: what was done needs no guide later. */
  const tick = (step: GuideStep): void => {
    const { guide } = preferences.settings;
    const ticked = [...implied[step] ?? [], step].filter((one) => !guide.done.includes(one));
    if (ticked.length > 0) preferences.change({ guide: { ...guide, done: [...guide.done, ...ticked] } });
  };
  return {
    shown,
    done,
    /** The first step that is still to do; null where all are done. */
    next: computed<GuideStep | null>(() => guideSteps.find((step) => !done.value.includes(step)) ?? null),
    tick,
    /** @param tool of an edit that was just made; null, and what takes back, are no step forward */
    edited(tool: string | null): void {
      if (tool === null || tool === 'revert' || tool.startsWith('restore')) return;
      tick(tool.startsWith('accept') ? 'accept' : 'paint');
    },
    open: (): void => show(true),
    close: (): void => show(false),
    toggle: (): void => show(!shown.value),
  };
});
