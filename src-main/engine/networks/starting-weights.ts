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
    }
    return [name, values];
  }));
}
