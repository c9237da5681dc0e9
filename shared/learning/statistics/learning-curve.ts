/** How quality grows with effort: an inverse power law through a few points, found the same way on every machine. */

/** quality = asymptote − drop · effort^(−power); asymptote ≤ 1, drop ≥ 0. */
export interface LearningCurve {
  readonly asymptote: number;
  readonly drop: number;
  readonly power: number;
}

export interface CurvePoint {
  /** Above 0: slices, minutes. */
  readonly effort: number;
  /** 0–1 */
  readonly quality: number;
}

export const curveRule = {
  /** Below, the curve is a straight line over the logarithm of effort as far as anyone can see. */
  smallestPower: 0.05,
  /** Above, the first points alone lie below the asymptote. */
  largestPower: 3,
  /** A point that lies further off than this pulls no harder than one that lies so far. */
  outlier: 0.01,
} as const;

const powersTried = 14;
const mostTurns = 40;

export function qualityAt({ asymptote, drop, power }: LearningCurve, effort: number): number {
  return asymptote - drop * effort ** -power;
}

/** What effort the curve reaches a quality with; infinite where it never does. */
export function effortFor({ asymptote, drop, power }: LearningCurve, quality: number): number {
  if (quality >= asymptote) return Infinity;
  return drop === 0 ? 0 : (drop / (asymptote - quality)) ** (1 / power);
}

/**
 * The inverse power law of Figueroa, Zeng-Treitler, Kandula and Ngo 2012, "Predicting sample size required for classification
 * performance" (doi 10.1186/1472-6947-12-8), which Hestness et al. 2017, "Deep learning scaling is predictable, empirically"
 * (arXiv 1712.00409), find in deep networks. Least squares with Huber's loss (Huber 1964), so that one training gone wrong
 * does not bend the curve. For a given power asymptote and drop are linear: they are solved for, the power is searched.
 * @param points at least 3 with different efforts
 */
export function fitLearningCurve(points: readonly CurvePoint[]): LearningCurve {
  // Efforts around 1 keep the sums of powers in range.
  const unit = Math.exp(points.reduce((sum, { effort }) => sum + Math.log(effort), 0) / points.length);
  const scaled = points.map(({ effort, quality }) => ({ effort: effort / unit, quality }));
  const lowest = Math.log(curveRule.smallestPower);
  const step = (Math.log(curveRule.largestPower) - lowest) / (powersTried - 1);
  const at = (place: number): Fit => fitWithPower(scaled, Math.exp(lowest + step * place));
  let best = 0;
  let cost = Infinity;
  for (let place = 0; place < powersTried; place += 1) {
    const tried = at(place).cost;
    if (tried < cost) [best, cost] = [place, tried];
  }
  const finer = at(goldenSection((place) => at(place).cost, Math.max(0, best - 1), Math.min(powersTried - 1, best + 1)));
  const { asymptote, drop, power } = finer.cost < cost ? finer : at(best);
  return { asymptote, drop: drop * unit ** power, power };
}

interface Fit extends LearningCurve {
  readonly cost: number;
}

/** Iteratively reweighted least squares, which for this loss goes downhill at every turn (Huber 1981, "Robust statistics", 7.8). */
function fitWithPower(points: readonly CurvePoint[], power: number): Fit {
  const falls = points.map(({ effort }) => effort ** -power);
  const weights = points.map(() => 1);
  for (let turn = 0; ; turn += 1) {
    const line = solve(points, falls, weights);
    let cost = 0;
    let changed = 0;
    for (let at = 0; at < points.length; at += 1) {
      const off = Math.abs(points[at]!.quality - line.asymptote + line.drop * falls[at]!);
      const weight = off <= curveRule.outlier ? 1 : curveRule.outlier / off;
      changed = Math.max(changed, Math.abs(weight - weights[at]!));
      weights[at] = weight;
      cost += huber(off);
    }
    if (changed < 1e-7 || turn === mostTurns) return { asymptote: line.asymptote, drop: line.drop, power, cost };
  }
}

function huber(size: number): number {
  return size <= curveRule.outlier ? size * size : curveRule.outlier * (2 * size - curveRule.outlier);
}

/** Weighted least squares of quality = asymptote − drop · fall, asymptote ≤ 1, drop ≥ 0: a convex problem, whose answer lies inside or on an edge. */
function solve(points: readonly CurvePoint[], falls: readonly number[], weights: readonly number[]): { asymptote: number; drop: number } {
  let w = 0;
  let wf = 0;
  let wff = 0;
  let wq = 0;
  let wfq = 0;
  for (let at = 0; at < points.length; at += 1) {
    const { quality } = points[at]!;
    const weight = weights[at]!;
    const fall = falls[at]!;
    w += weight;
    wf += weight * fall;
    wff += weight * fall * fall;
    wq += weight * quality;
    wfq += weight * fall * quality;
  }
  const spread = w * wff - wf * wf;
  const drop = spread > 0 ? (wf * wq - w * wfq) / spread : 0;
  const asymptote = (wq + drop * wf) / w;
  if (asymptote <= 1 && drop >= 0) return { asymptote, drop };
  const flat = { asymptote: Math.min(1, wq / w), drop: 0 };
  const perfect = { asymptote: 1, drop: Math.max(0, (wf - wfq) / wff) };
  const squares = ({ asymptote: a, drop: d }: { asymptote: number; drop: number }): number =>
    w * a * a + d * d * wff - 2 * a * d * wf - 2 * a * wq + 2 * d * wfq;
  return squares(flat) <= squares(perfect) ? flat : perfect;
}

/** Where a function with one valley in [low, high] is lowest (Kiefer 1953). */
function goldenSection(cost: (at: number) => number, low: number, high: number): number {
  const share = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [low, high];
  let [left, right] = [to - share * (to - from), from + share * (to - from)];
  let [costLeft, costRight] = [cost(left), cost(right)];
  for (let turn = 0; turn < 20; turn += 1) {
    if (costLeft <= costRight) {
      [to, right, costRight] = [right, left, costLeft];
      left = to - share * (to - from);
      costLeft = cost(left);
    } else {
      [from, left, costLeft] = [left, right, costRight];
      right = from + share * (to - from);
      costRight = cost(right);
    }
  }
  return (from + to) / 2;
}
