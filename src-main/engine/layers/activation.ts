/** Activations, with their native gradients: those of TensorFlow.js take four operations each. */
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { floatAttribute, floatType, operation } from '../native/operations.ts';
import { native, tf } from '../tensorflow.ts';

type Save = (tensors: Tensor[]) => void;

export function relu(images: Tensor4D): Tensor4D {
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
  return activate(images) as Tensor4D;
}

/** Slope below zero: that of nnU-Net. */
export const leakySlope = 0.01;

export function leakyRelu(images: Tensor4D): Tensor4D {
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
  return activate(images) as Tensor4D;
}
