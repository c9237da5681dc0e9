/** What a network can be asked about a batch, as operations: computed one by one, or recorded as a graph. */
import type { Tensor } from '@tensorflow/tfjs';
import type { StackAxis } from '#shared/learning/slice-stack.ts';
import type { Network, Parameters } from './networks/network.ts';
import { tf } from './tensorflow.ts';

/** The likeliest output of each voxel, the probability of each, or `Learner.features`. */
export type Answer = 'labels' | 'probabilities' | `features along ${StackAxis}`;

export function answerOf(answer: Answer, network: Network, parameters: Parameters, images: Tensor): Tensor {
  switch (answer) {
    case 'labels': {
      const scores = network.forward(parameters, images);
      return tf.argMax(scores, scores.rank - 1);
    }
    case 'probabilities': return tf.softmax(network.forward(parameters, images));
    case 'features along slices': return planeMeans(network.encode(parameters, images), 0);
    case 'features along rows': return planeMeans(network.encode(parameters, images), 1);
    case 'features along columns': return planeMeans(network.encode(parameters, images), 2);
  }
}

/** @param along of slices, rows and columns, which are the axes before the last */
function planeMeans(map: Tensor, along: number): Tensor {
  const kept = map.rank - 4 + along;
  const others = Array.from({ length: map.rank - 2 }, (_, axis) => axis + 1).filter((axis) => axis !== kept);
  return tf.mean(map, others);
}
