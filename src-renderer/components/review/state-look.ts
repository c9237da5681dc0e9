/** How the state of a slice looks: a shape of its own besides its colour. */
import { mdiCheckCircle, mdiCheckDecagram, mdiCircleHalfFull, mdiCircleOutline, mdiUndoVariant } from '@mdi/js';
import { sliceStates, type SliceState } from '../../stores/review-slices.ts';

interface StateLook {
  readonly icon: string;
  readonly colour: string;
  /** In the bar of all slices: how much of its height, and whether it hangs from above. */
  readonly height: number;
  readonly hangs?: true;
}

const theme = (name: string): string => `rgb(var(--v-theme-${name}))`;

export const stateLook: Readonly<Record<SliceState, StateLook>> = {
  'not-started': { icon: mdiCircleOutline, colour: 'var(--quiet)', height: 0.1 },
  'in-progress': { icon: mdiCircleHalfFull, colour: 'var(--quiet)', height: 0.35 },
  complete: { icon: mdiCheckCircle, colour: theme('primary'), height: 0.65 },
  reviewed: { icon: mdiCheckDecagram, colour: theme('success'), height: 1 },
  returned: { icon: mdiUndoVariant, colour: theme('warning'), height: 0.5, hangs: true },
};

export interface StateRun {
  readonly state: SliceState;
  readonly from: number;
  readonly slices: number;
}

/** Neighbours in the same state are drawn as one. */
export function runsOfStates(states: readonly SliceState[]): readonly StateRun[] {
  const runs: { state: SliceState; from: number; slices: number }[] = [];
  states.forEach((state, from) => {
    const last = runs.at(-1);
    if (last?.state === state) last.slices += 1;
    else runs.push({ state, from, slices: 1 });
  });
  return runs;
}

/** How many slices stand in each state, for whoever cannot see the bar; states that none is in are left out. */
export function statesTold(states: readonly SliceState[]): readonly { readonly state: SliceState; readonly n: number }[] {
  return sliceStates.map((state) => ({ state, n: states.filter((one) => one === state).length })).filter(({ n }) => n > 0);
}
