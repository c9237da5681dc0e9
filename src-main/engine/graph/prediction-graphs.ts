/**
 * Prediction as graphs, one for each shape that is asked for, with the weights fed: so they can be those of
 * a training that goes on.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { answerOf, type Answer } from '../answers.ts';
import { spaceOf } from '../learner.ts';
import { maskTensors, type Mask } from '../networks/dropout.ts';
import type { Network } from '../networks/network.ts';
import { tf } from '../tensorflow.ts';
import { namedParameters } from '../weights.ts';
import type { PartShape } from './feeds.ts';
import { recordGraph, type Program } from './record.ts';
import { openSession, type GraphSession } from './session.ts';

export interface PredictionGraphs {
  /**
   * @param masks what is left out, if anything is
   * @returns belongs to the enclosing `tf.tidy`
   */
  run(answer: Answer, shape: PartShape, images: Tensor, weights: readonly Tensor[], masks?: readonly Mask[]): Tensor;
  dispose(): void;
}

/** Slices of one scan have one shape; several scans may differ. */
const keptGraphs = 4;

export function makePredictionGraphs(network: Network): PredictionGraphs {
  /** The one used last comes last. */
  const graphs = new Map<string, { readonly session: GraphSession; readonly program: Program }>();
  return {
    run(answer, shape, images, weights, masks = []) {
      // One network's masks of images of one shape have one shape.
      const key = [answer, masks.length, shape.count, ...spaceOf(shape)].join(' ');
      const graph = graphs.get(key) ?? tracePrediction(network, answer, shape, masks);
      graphs.delete(key);
      graphs.set(key, graph);
      for (const [oldest, { session }] of graphs) {
        if (graphs.size <= keptGraphs) break;
        session.dispose();
        graphs.delete(oldest);
      }
      const feeds = Object.fromEntries(weights.map((tensor, index) => [`value${index}`, tensor]));
      return graph.session.run(graph.program, { ...feeds, ...Object.fromEntries(maskTensors(masks)), images })[0] as Tensor;
    },
    dispose() {
      graphs.forEach(({ session }) => session.dispose());
      graphs.clear();
    },
  };
}

function tracePrediction(network: Network, answer: Answer, shape: PartShape, masks: readonly Mask[]): { readonly session: GraphSession; readonly program: Program } {
  const { nodes, result } = recordGraph((recorder) => recorder.program('predict', (feed) => {
    const weights = network.parameters.map((one, index) => feed(`value${index}`, tf.zeros([...one.shape])));
    const images = feed('images', tf.zeros([shape.count, ...spaceOf(shape), shape.channels]));
    const left = new Map(masks.map((mask) => [mask.name, feed(mask.name, tf.zeros([...mask.shape]))]));
    return [answerOf(answer, network, namedParameters(network.parameters, weights, left), images)];
  }));
  return { session: openSession(nodes), program: result };
}
