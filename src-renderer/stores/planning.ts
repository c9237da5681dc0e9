/** What the next training is to be: what a person chose, and what the planner makes of it. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { PlannedTraining, TrainOptions } from '#shared/contract/training.ts';
import { networkNames, type NetworkPlan } from '#shared/learning/plan.ts';
import { client } from '../connection/client.ts';
import { plainError, type PlainError } from '../connection/plain-error.ts';
import { changesOf, forOtherNetwork, overridesOf, withChange, withoutChange, type PlanChanges } from './plan-changes.ts';
import { useToasts } from './toasts.ts';
import { trainOptions, usualChoices, wrongChoices, type TrainingChoices } from './training-options.ts';
import { useWorkplace } from './workplace.ts';

/** Who types a number is not done after the first digit. */
const choiceRestsMs = 300;
/** Somebody who marks slices in another window does so every second. */
const imagesRestMs = 2_000;

/** Why nothing can be planned, and by which choice that came about: a path of the plan, or one of `TrainingChoices`. */
export interface PlanningTrouble extends PlainError {
  readonly at: string | null;
}

export const usePlanning = defineStore('planning', () => {
  const workplace = useWorkplace();
  const toasts = useToasts();
  const choices = shallowRef(usualChoices);
  /** What the planner makes of the choices by itself, without the changes; `asked`: by which options. */
  const own = shallowRef<{ readonly asked: string; readonly told: PlannedTraining } | null>(null);
  const planned = shallowRef<PlannedTraining | null>(null);
  const trouble = shallowRef<PlanningTrouble | null>(null);
  const asking = ref(false);
  let lastChosen: string | null = null;
  /** The network that the changes are meant for. */
  let meantFor: string | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let question: AbortController | null = null;

  const wrong = computed(() => wrongChoices(choices.value));
  /** What a training would be started with; null where that cannot be said yet. */
  const options = computed<TrainOptions | null>(() => {
    const refused = trouble.value?.code === 'bad-input' || trouble.value?.code === 'not-found';
    if (wrong.value.length > 0 || refused) return null;
    const plain = trainOptions(choices.value);
    if (Object.keys(choices.value.changes).length === 0) return plain;
    return own.value?.asked === JSON.stringify(plain) ? trainOptions(choices.value, overridesOf(choices.value.changes, own.value.told.plan)) : null;
  });

  const change = (changes: PlanChanges): void => { choices.value = { ...choices.value, changes }; };

  /** What is meant for a network of before is put back, and the person is told. */
  const withoutMisfits = (changes: PlanChanges): PlanChanges => {
    const fitting = forOtherNetwork(changes);
    if (Object.keys(fitting).length < Object.keys(changes).length) toasts.tell({ kind: 'note', text: { word: 'planning.wasPutBack' } });
    return fitting;
  };
  /** Fewer minutes, say, may have brought another network. A network that was written down whole is the one that they are meant for. */
  const fitChanges = ({ plan }: PlannedTraining): void => {
    const { changes } = choices.value;
    const fit = meantFor === null || meantFor === nameOf(plan.network) || 'network' in changes;
    meantFor = nameOf(plan.network);
    change(changesOf(overridesOf(fit ? changes : withoutMisfits(changes), plan) ?? {}, plan));
  };

  const ask = async (): Promise<void> => {
    clearTimeout(waiting);
    question?.abort();
    const stop = question = new AbortController();
    asking.value = wrong.value.length === 0 && workplace.project !== null;
    if (!asking.value) return;
    try {
      const plain = trainOptions(choices.value);
      const asked = JSON.stringify(plain);
      if (own.value?.asked !== asked) {
        const told = await client.training.plan(plain, { signal: stop.signal });
        if (stop.signal.aborted) return;
        own.value = { asked, told };
        fitChanges(told);
      }
      const plan = overridesOf(choices.value.changes, own.value.told.plan);
      const told = plan === undefined ? own.value.told : await client.training.plan({ ...plain, plan }, { signal: stop.signal });
      if (stop.signal.aborted) return;
      planned.value = told;
      trouble.value = null;
    } catch (error) {
      if (!stop.signal.aborted) trouble.value = { ...plainError(error), at: lastChosen };
    } finally {
      if (question === stop) asking.value = false;
    }
  };
  const askSoon = (restMs: number): void => {
    clearTimeout(waiting);
    question?.abort();
    asking.value = true;
    waiting = setTimeout(() => { void ask(); }, restMs);
  };
  const chosen = (at: string): void => {
    lastChosen = at;
    askSoon(choiceRestsMs);
  };
  /** The answers were about images as they were then. */
  const stale = (): void => { if (own.value !== null) own.value = { ...own.value, asked: '' }; };

  watch(() => workplace.project?.id, () => {
    clearTimeout(waiting);
    question?.abort();
    choices.value = usualChoices;
    own.value = planned.value = trouble.value = meantFor = lastChosen = null;
    asking.value = false;
  });

  return {
    choices, own, planned, trouble, asking, wrong, options,
    choose(some: Partial<Omit<TrainingChoices, 'changes'>>): void {
      const { changes } = choices.value;
      choices.value = { ...choices.value, ...some, changes: some.network === undefined ? changes : withoutMisfits(changes) };
      chosen(Object.keys(some)[0] ?? '');
    },
    /** A value of the plan, by its path. */
    set(path: string, value: unknown): void {
      if (own.value === null) return;
      change(withChange(choices.value.changes, path, value, own.value.told.plan));
      chosen(path);
    },
    putBack(path: string): void {
      change(withoutChange(choices.value.changes, path));
      chosen(path);
    },
    putAllBack(): void {
      change({});
      chosen('');
    },
    /** A plan, or parts of one, as somebody wrote it; what it does not say is as the planner has it. */
    write(written: Readonly<Record<string, unknown>>): void {
      if (own.value === null) return;
      const { seed, epochs, ...changes } = changesOf(written, own.value.told.plan);
      const network = changes.network as NetworkPlan | undefined;
      const name = networkNames.find((one) => one === network?.name);
      choices.value = {
        ...choices.value, changes,
        ...(name === undefined ? {} : { network: name }),
        // Both are said beside the plan as well, and there they win.
        ...(seed === undefined ? {} : { seed: Number(seed) }),
        ...(epochs === undefined ? {} : { by: 'epochs', epochs: Number(epochs) }),
      };
      chosen('json');
    },
    /** The page is looked at: what was planned before may no longer hold. */
    look(): void {
      stale();
      void ask();
    },
    /** Images, labels or models are not what they were. */
    lookSoon(): void {
      stale();
      askSoon(imagesRestMs);
    },
  };
});

/** A network for slices and one for volumes are two, though both are called U-Net. */
function nameOf(network: NetworkPlan): string {
  return network.name === 'unet' ? `${network.name} ${network.dimensions}` : network.name;
}
