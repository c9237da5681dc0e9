import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { floatType, operation } from '../native/operations.ts';
import { native, tf } from '../tensorflow.ts';

/**
 * Gradients of norm `clipNorm` over all of them where they would be longer (Pascanu, Mikolov, Bengio 2013,
 * arXiv 1211.5063): g · clipNorm / max(‖g‖, clipNorm). New tensors; they belong to the enclosing `tf.tidy`.
 * @param clipNorm null: as long as they are
 */
export function clipGradients(gradients: readonly Tensor[], clipNorm: number | null): readonly Tensor[] {
  if (clipNorm === null) return gradients;
  const halfSquares = gradients.map(halfSquare);
  const norm = tf.sqrt(tf.mul(tf.addN(halfSquares), 2));
  const factor = tf.div(clipNorm, tf.maximum(norm, clipNorm));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}

/** Σ g² / 2, natively without a second tensor of the gradient's size. */
function halfSquare(gradient: Tensor): Scalar {
  return native === null ? tf.mul(tf.sum(tf.square(gradient)), 0.5) : operation('L2Loss', [floatType()], [gradient]).asScalar();
}
