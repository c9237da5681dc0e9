/** Activations, with their native gradients: those of TensorFlow.js take four operations each. Images have any rank. */
import type { Tensor } from '@tensorflow/tfjs';
import { floatAttribute, floatType, operation, stringAttribute } from '../native/operations.ts';
import type { ParameterShape, Parameters } from '../networks/network.ts';
import { native, tf } from '../tensorflow.ts';

type Save = (tensors: Tensor[]) => void;

export function relu(images: Tensor): Tensor {
  if (native === null) return tf.relu(images);
  const activate = tf.customGrad((...inputs) => {
    const [x, save] = inputs as unknown as [Tensor, Save];
    const value = operation('Relu', [floatType()], [x]);
    save([value]);
    return {
      value,
      gradFunc: (gradient: Tensor, saved: Tensor[]) => operation('ReluGrad', [floatType()], [gradient, ...saved]),
    };
  });
  return activate(images);
}

/** Slope below zero: that of nnU-Net. */
export const leakySlope = 0.01;

export function leakyRelu(images: Tensor): Tensor {
  if (native === null) return tf.leakyRelu(images, leakySlope);
  const attributes = [floatType(), floatAttribute('alpha', leakySlope)];
  const activate = tf.customGrad((...inputs) => {
    const [x, save] = inputs as unknown as [Tensor, Save];
    const value = operation('LeakyRelu', attributes, [x]);
    // The result has the sign of what was given, and the next layer holds it anyway.
    save([value]);
    return {
      value,
      gradFunc: (gradient: Tensor, saved: Tensor[]) => operation('LeakyReluGrad', attributes, [gradient, ...saved]),
    };
  });
  return activate(images);
}

/** Slope below zero before the first step (He et al. 2015, arXiv 1502.01852, section 2.1). */
const firstSlope = 0.25;

/** `<name>/slope`: one for each channel. */
export function preluParameters(name: string, channels: number): ParameterShape[] {
  return [{ name: `${name}/slope`, shape: [channels], start: { kind: 'constant', value: firstSlope } }];
}

/** A rectifier whose slope below zero is learnt, channel by channel (He et al. 2015, arXiv 1502.01852). */
export function prelu(parameters: Parameters, name: string, images: Tensor): Tensor {
  const slopes = parameters.get(`${name}/slope`);
  if (native === null) return plainPrelu(images, slopes);
  const activate = tf.customGrad((...inputs) => {
    const [x, slope, save] = inputs as unknown as [Tensor, Tensor, Save];
    // No `Relu`: TensorFlow 2.21 tries to fuse that with a sum before it, and gives up all fusing when it cannot.
    const above = tf.maximum(x, 0);
    const below = tf.sub(x, above);
    save([above, below, slope]);
    return {
      value: tf.add(above, tf.mul(below, slope)),
      gradFunc: (gradient: Tensor, saved: Tensor[]) => {
        const [positive, negative, factor] = saved as [Tensor, Tensor, Tensor];
        const passed = operation('ReluGrad', [floatType()], [gradient, positive]);
        const ofSlope = operation('BiasAddGrad', [floatType(), stringAttribute('data_format', 'NHWC')], [tf.mul(gradient, negative)]);
        return [tf.add(passed, tf.mul(tf.sub(gradient, passed), factor)), ofSlope];
      },
    };
  });
  return activate(images, slopes);
}

/** In single operations with the gradients of TensorFlow.js: the fallback, and what the native form is held to. */
export function plainPrelu(images: Tensor, slopes: Tensor): Tensor {
  return tf.sub(tf.relu(images), tf.mul(tf.relu(tf.neg(images)), slopes));
}
