/** The page that a person was on is the one that the next window of the project begins with. */
import { watch } from 'vue';
import { useRouter } from 'vue-router';
import { client } from '../../connection/client.ts';
import { pageNames } from '../../pages/page-names.ts';
import { useWorkplace } from '../../stores/workplace.ts';

/** The page that is left tells first where a person was in it. */
const restMs = 900;

export function keepPage(): void {
  const router = useRouter();
  const workplace = useWorkplace();
  /** An address that names a page is obeyed. */
  let begun = false;

  const remember = async (name: unknown): Promise<void> => {
    const page = pageNames.find((one) => one === name);
    if (page === undefined || workplace.project === null) return;
    const place = await client.settings.lastPlace();
    if (place !== null && place.page !== page) await client.settings.rememberPlace({ ...place, page });
  };
  const goBack = async (): Promise<void> => {
    const at = router.currentRoute.value;
    if (at.redirectedFrom?.path !== '/' || workplace.project === null) return;
    const page = (await client.settings.lastPlace())?.page;
    // Whoever was quicker knows where to go.
    if (page !== undefined && router.currentRoute.value === at) await router.replace({ name: page });
  };
  const stop = watch(() => workplace.known, (known) => {
    if (!known) return;
    // Not within its own callback, which may run before it has a name.
    queueMicrotask(() => stop());
    void goBack().catch(() => undefined).finally(() => { begun = true; });
  }, { immediate: true });
  let remembering: ReturnType<typeof setTimeout> | undefined;
  router.afterEach((to) => {
    if (!begun) return;
    clearTimeout(remembering);
    remembering = setTimeout(() => { void remember(to.name).catch(() => undefined); }, restMs);
  });
}
