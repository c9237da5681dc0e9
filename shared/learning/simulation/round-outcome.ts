/** What one training of a simulation came to: all that is kept of it. */
import type { Sentence } from '../../text/sentence.ts';
import type { Budget } from './budgets.ts';
import type { CaseSlices } from './revealed.ts';

export interface RoundOutcome {
  readonly format: 'lamina-simulation-round';
  readonly version: 1;
  readonly arm: string;
  readonly seed: number;
  /** From 1, which all arms share. */
  readonly round: number;
  readonly budget: Budget;
  readonly steps: number;
  /** What taught it; null: the whole pool. */
  readonly shown: readonly CaseSlices[] | null;
  /** Mean over the test cases, by output of the plan, background left out; null where no test case holds the label. */
  readonly dice: readonly (number | null)[];
  /** Mean of those. */
  readonly meanDice: number | null;
  readonly cases: readonly { readonly name: string; readonly patient: string; readonly dice: Readonly<Record<string, number | null>> }[];
  readonly seconds: { readonly training: number; readonly judging: number };
  readonly warnings: readonly Sentence[];
  /** Why there is no network, and so no figure: the training lost its way. The arm ends here for this seed. */
  readonly brokenOff?: Sentence;
}
