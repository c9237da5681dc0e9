/** How long a step takes on this machine as it is now: a few are timed, and one that was disturbed decides nothing. */
import { summarise, type Summary } from '#shared/learning/evaluation/summary.ts';

/** The first steps are slower: the library chooses its kernels and gets its memory. */
const warmUps = 3;
const fewest = 3;
const most = 100;
/** A network whose quickest step takes longer than this, or than this share of the time, has one warm-up, and where the time is over one step must do. */
const slowStep = { seconds: 3, share: 0.02 };
/** Share of a training's time that goes into measuring steps, and the most that it may be. */
const measuredShare = 0.02;
const mostSeconds = 20;
/** Where the machine does other work, so many times as long is measured at most. */
const longestTimes = 3;
/** A step that takes so many times the median was held up … */
const heldUp = 1.5;
/** … and the mean of the others is believed when its standard error is below this share of it. */
const certain = 0.02;

export interface StepSeconds {
  readonly perStep: number;
  /** What the first one takes longer: its graph is made. */
  readonly beginning: number;
}

/**
 * The mean of those that nothing held up. It errs to the short side where much did: too many steps can be cut later, too
 * few cannot be made up for.
 * @param step computes the nth
 * @param budgetSeconds of the whole training; null: only a forecast is wanted, so the fewest steps must do
 * @param measured called with how many of how many
 */
export async function timeSteps(
  step: (number: number) => Promise<unknown>, budgetSeconds: number | null, seconds: () => number, measured: (done: number, most: number) => void,
): Promise<StepSeconds> {
  const enough = Math.min(mostSeconds, measuredShare * (budgetSeconds ?? 0));
  const slowSeconds = Math.min(slowStep.seconds, slowStep.share * (budgetSeconds ?? Infinity));
  const started = seconds();
  const all: number[] = [];
  for (;;) {
    const began = seconds();
    await step(all.length);
    all.push(seconds() - began);
    const slow = Math.min(...all) > slowSeconds;
    const times = all.slice(slow ? 1 : warmUps);
    measured(Math.min(times.length, most), most);
    const spent = seconds() - started;
    if (times.length < (slow ? 1 : fewest)) continue;
    const found = undisturbed(times);
    if (times.length < most && spent < (isCertain(found) ? enough : longestTimes * enough)) continue;
    measured(most, most);
    const perStep = found.mean as number;
    return { perStep, beginning: Math.max(0, (all[0] as number) - perStep) };
  }
}

/** Without those that something else held up: that comes and goes, and would be taken for the speed of every step. */
function undisturbed(times: readonly number[]): Summary {
  const median = summarise(times).median as number;
  return summarise(times.filter((time) => time <= heldUp * median));
}

function isCertain({ mean, sd, n }: Summary): boolean {
  return n >= fewest && mean !== null && sd !== null && sd <= certain * mean * Math.sqrt(n);
}
