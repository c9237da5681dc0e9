import { fillNormal } from '#shared/learning/random.ts';
import { sizeOf, type ParameterShape } from './network.ts';

/** Values of each parameter before the first step: the same for the same seed, on any machine. */
export function startingWeights(parameters: readonly ParameterShape[], seed: number): Map<string, Float32Array> {
  return new Map(parameters.map(({ name, shape, start }, index) => {
    const values = new Float32Array(sizeOf(shape));
    switch (start.kind) {
      case 'constant':
        values.fill(start.value);
        break;
      case 'he-normal':
        fillNormal(values, Math.sqrt(2 / start.fanIn), seed, 'weights', index, 0);
        break;
      case 'bilinear':
        fillBilinear(values, shape);
    }
    return [name, values];
  }));
}

/**
 * A tent along each axis of space from a channel to the same channel, nothing to the others (Long et al. 2015,
 * arXiv 1411.4038, section 3.3).
 * @param shape (slices ×) rows × columns × to × from
 */
function fillBilinear(values: Float32Array, shape: readonly number[]): void {
  const [to = 1, from = 1] = shape.slice(-2);
  const tents = shape.slice(0, -2).map((length) => Array.from({ length }, (_, at) => 1 - Math.abs(at - (length - 1) / 2) / (length / 2)));
  const kernel = tents.reduce((product, tent) => product.flatMap((one) => tent.map((other) => one * other)), [1]);
  kernel.forEach((weight, at) => {
    for (let channel = 0; channel < Math.min(to, from); channel++) values[(at * to + channel) * from + channel] = weight;
  });
}
