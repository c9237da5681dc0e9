import type { Network } from '#main/engine/networks/network.ts';
import { tf } from '#main/engine/tensorflow.ts';
import { namedParameters } from '#main/engine/weights.ts';

/** Shapes, without the samples, of what the kernels of these names give while the network computes images of this shape. */
export async function shapesOf({ parameters, forward }: Network, shape: readonly number[], names: readonly string[]): Promise<number[][]> {
  const zeros = parameters.map((one) => tf.zeros([...one.shape]));
  const { kernels } = await tf.profile(() => tf.tidy(() => forward(namedParameters(parameters, zeros), tf.zeros([...shape]))));
  tf.dispose(zeros);
  return kernels.filter(({ name }) => names.includes(name)).map(({ outputShapes }) => (outputShapes[0] ?? []).slice(1));
}
