/** Where the curves of a simulation lie in a picture, in pixels. It must not know how lines are drawn, nor in which language. */
import type { ArmFigures, CurvePointFigures, SimulationFigures } from '#shared/learning/simulation/figures.ts';

export interface DrawnPoint {
  readonly x: number;
  readonly y: number;
  /** Ends of the interval; null where there is none. */
  readonly ends: readonly [number, number] | null;
}

export interface DrawnCurve {
  readonly arm: ArmFigures;
  /** `#rrggbb` */
  readonly colour: string;
  readonly points: readonly DrawnPoint[];
}

/** A Dice that does not hang on a budget. */
export interface DrawnLevel {
  /** All slices, the same with more steps, or the share of all slices that is looked for. */
  readonly kind: 'full' | 'longer' | 'share';
  readonly timesTheSteps: number;
  readonly y: number;
}

export interface CurvesLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly budgets: readonly { readonly x: number; readonly text: string }[];
  readonly dice: readonly { readonly y: number; readonly text: string }[];
  readonly curves: readonly DrawnCurve[];
  readonly levels: readonly DrawnLevel[];
}

/** Of Okabe and Ito, for all eyes, but for three; an arm has the same one in every picture. */
const colours: Readonly<Record<string, string>> = {
  random: '#808080', 'foreground-random': '#e69f00', entropy: '#0072b2', bald: '#009e73', 'power-bald': '#56b4e9',
  'clasp-pe': '#d55e00', 'core-set': '#cc79a7', representative: '#8c6d31',
  'foreground-random-predicted': '#5b2c83',
};
const usualColour = '#808080';

/** What labels from few slices should come to. */
export const wantedShare = 0.95;

const frame = { width: 760, left: 64, right: 740, top: 16, bottom: 376, legendLine: 20, below: 60 };
/** Intervals of curves at one budget stand beside each other. */
const apart = 3;

export function layOutCurves({ arms, full }: Pick<SimulationFigures, 'arms' | 'full'>): CurvesLayout {
  const shown = arms.filter(({ points }) => points.length > 0);
  const budgets = [...new Map(shown.flatMap(({ points }) => points.map(({ percent }) => [percent, percent]))).keys()].sort((a, b) => a - b);
  const levels = full.flatMap(({ timesTheSteps, dice: { mean } }): readonly Level[] => (timesTheSteps === 1
    ? [{ kind: 'full', timesTheSteps, dice: mean }, { kind: 'share', timesTheSteps, dice: wantedShare * mean }]
    : [{ kind: 'longer', timesTheSteps, dice: mean }]));
  const ticks = diceTicks([...shown.flatMap(({ points }) => points.flatMap(endsOf)), ...levels.map(({ dice }) => dice)]);
  const y = scale(ticks[0]!, ticks.at(-1)!, frame.bottom, frame.top);
  const inside = 24;
  const x = scale(Math.log(budgets[0] ?? 1), Math.log(budgets.at(-1) ?? 1), frame.left + inside, frame.right - inside);
  return {
    ...frame,
    height: frame.bottom + frame.below + frame.legendLine * (shown.length + levels.length),
    budgets: budgets.map((percent) => ({ x: x(Math.log(percent)), text: `${percent} %` })),
    dice: ticks.map((dice) => ({ y: y(dice), text: dice.toFixed(2) })),
    curves: shown.map((arm, place): DrawnCurve => ({
      arm,
      colour: colours[arm.predicted ? arm.name : arm.strategy] ?? usualColour,
      points: arm.points.map(({ percent, dice: { mean, interval } }) => ({
        x: x(Math.log(percent)) + apart * (place - (shown.length - 1) / 2),
        y: y(mean),
        ends: interval === null ? null : [y(Math.max(ticks[0]!, interval.low)), y(Math.min(ticks.at(-1)!, interval.high))],
      })),
    })),
    levels: levels.map(({ kind, timesTheSteps, dice }) => ({ kind, timesTheSteps, y: y(dice) })),
  };
}

type Level = Pick<DrawnLevel, 'kind' | 'timesTheSteps'> & { readonly dice: number };

/** An interval of few seeds may be wider than what is worth being shown. */
const widest = 0.1;

function endsOf({ dice: { mean, interval } }: CurvePointFigures): readonly number[] {
  return interval === null ? [mean] : [Math.max(interval.low, mean - widest), Math.min(interval.high, mean + widest)];
}

/** From below the lowest to above the highest, 0 and 1 at most; about six. */
function diceTicks(values: readonly number[]): readonly number[] {
  const [low, high] = values.length === 0 ? [0, 1] : [Math.max(0, Math.min(...values)), Math.min(1, Math.max(...values))];
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((one) => high - low <= 6 * one) ?? 0.2;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.max(Math.floor(low / step + 1e-9) + 1, Math.ceil(high / step - 1e-9))];
  return Array.from({ length: last - first + 1 }, (_, count) => (first + count) * step);
}

function scale(from: number, to: number, low: number, high: number): (value: number) => number {
  return (value) => (to === from ? (low + high) / 2 : low + ((value - from) / (to - from)) * (high - low));
}
