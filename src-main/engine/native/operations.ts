/**
 * TensorFlow operations by name, for what TensorFlow.js does not offer or does in many small steps.
 * Only where the library is native: every layer that uses one has a plain form beside it.
 */
import type { Tensor } from '@tensorflow/tfjs';
import { native } from '../tensorflow.ts';

/** An attribute of an operation as the binding takes it. Lists of strings are not accepted by it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | number[];
}

function backend(): NonNullable<typeof native> {
  if (native === null) throw new Error('a native operation was asked of TensorFlow.js');
  return native;
}

export const floatType = (name = 'T'): Attribute =>
  ({ name, type: backend().binding.TF_ATTR_TYPE, value: backend().binding.TF_FLOAT });
export const floatAttribute = (name: string, value: number): Attribute => ({ name, type: backend().binding.TF_ATTR_FLOAT, value });
export const integerAttribute = (name: string, value: number): Attribute => ({ name, type: backend().binding.TF_ATTR_INT, value });
export const boolAttribute = (name: string, value: boolean): Attribute => ({ name, type: backend().binding.TF_ATTR_BOOL, value });
export const stringAttribute = (name: string, value: string): Attribute => ({ name, type: backend().binding.TF_ATTR_STRING, value });
export const shapeAttribute = (name: string, value: readonly number[]): Attribute =>
  ({ name, type: backend().binding.TF_ATTR_SHAPE, value: [...value] });

/** Runs an operation of one output. Its result belongs to the enclosing `tf.tidy`. */
export function operation(name: string, attributes: readonly Attribute[], inputs: readonly Tensor[]): Tensor {
  return backend().executeSingleOutput(name, [...attributes], [...inputs]);
}

/** Runs an operation of any number of outputs, none included. */
export function operationOf(outputs: number, name: string, attributes: readonly Attribute[], inputs: readonly Tensor[]): Tensor[] {
  return backend().executeMultipleOutputs(name, [...attributes], [...inputs], outputs);
}
