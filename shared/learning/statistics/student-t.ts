/** Student's t distribution (Student 1908, "The probable error of a mean"), for the means of few figures. */

/**
 * The value that a t-distributed number stays below with the given probability.
 * @param probability 0–1, both excluded
 * @param freedom degrees of freedom, above 0
 * @throws RangeError outside of these
 */
export function studentQuantile(probability: number, freedom: number): number {
  if (!(probability > 0 && probability < 1 && freedom > 0)) throw new RangeError('no such quantile');
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom);
  const above = 1 - probability;
  let high = 1;
  while (tail(high, freedom) > above) high *= 2;
  let low = high === 1 ? 0 : high / 2;
  // As often as a double has digits.
  for (let turn = 0; turn < 60; turn += 1) {
    const middle = (low + high) / 2;
    if (tail(middle, freedom) > above) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of a value above t ≥ 0: half of I_x(ν/2, 1/2) with x = ν / (ν + t²) (Abramowitz and Stegun 1964, 26.7.1). */
function tail(t: number, freedom: number): number {
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t), t * t / (freedom + t * t)) / 2;
}

/** The regularised incomplete beta function I_x(a, b). @param rest 1 − x, which is not to be rounded away */
function incompleteBeta(a: number, b: number, x: number, rest: number): number {
  if (x === 0) return 0;
  if (rest === 0) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest));
  // On each side of the mean the fraction converges fast.
  return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, rest) / b;
}

/** The continued fraction 26.5.8 of Abramowitz and Stegun 1964, from the front (Lentz 1976). */
function fraction(a: number, b: number, x: number): number {
  const notZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / notZero(1 - (a + b) * x / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m += 1) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d);
    c = notZero(1 + even / c);
    value *= d * c;
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d);
    c = notZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

/** Lanczos 1964, with the coefficients for g = 7 and nine terms. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** @param x above 0 */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  const sum = lanczos.slice(1).reduce((before, term, place) => before + term / (x + place), lanczos[0] as number);
  return Math.log(2 * Math.PI) / 2 + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}
