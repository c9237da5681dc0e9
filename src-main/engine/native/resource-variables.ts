/**
 * Weights as TensorFlow's own variables, updated where they lie: its Adam is one operation a parameter
 * (measured for 2 million parameters: 2.7 ms, that of TensorFlow.js 18.5 ms, with the same values).
 */
import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tensorflow.ts';
import { floatType, operation, operationOf, shapeAttribute, stringAttribute, boolAttribute } from './operations.ts';

export interface ResourceVariable {
  readonly handle: Tensor;
  /** The present value; belongs to the enclosing `tf.tidy`. Let go of it before the next update, or that copies. */
  read(): Tensor;
  dispose(): void;
}

let made = 0;

/** Without a value: it has to be assigned one before it is read. */
export function declareVariable(shape: readonly number[]): ResourceVariable {
  const handle = tf.keep(operation('VarHandleOp', [
    floatType('dtype'), shapeAttribute('shape', shape), stringAttribute('shared_name', `parameter-${made++}`), stringAttribute('container', ''),
  ], []));
  return {
    handle,
    read: () => operation('ReadVariableOp', [floatType('dtype')], [handle]),
    dispose: () => {
      operationOf(0, 'DestroyResourceOp', [boolAttribute('ignore_lookup_error', true)], [handle]);
      handle.dispose();
    },
  };
}

export function makeResourceVariable(values: Float32Array, shape: readonly number[]): ResourceVariable {
  const variable = declareVariable(shape);
  const first = tf.tensor(values, [...shape]);
  assignVariable(variable, first);
  first.dispose();
  return variable;
}

/**
 * Copies the value. A tensor that was made of a JavaScript array may be that array's own memory, which the library would take as the
 * variable's: the next update would be written into the array, and a thread of the library that lets go of it would tell V8 so, which
 * only V8's own thread may (it ended in `free(): invalid pointer`, once in some twenty trainings that went on from a checkpoint).
 */
export function assignVariable({ handle }: ResourceVariable, value: Tensor): void {
  const own = operation('DeepCopy', [floatType()], [value]);
  operationOf(0, 'AssignVariableOp', [floatType('dtype')], [handle, own]);
  own.dispose();
}

export function addToVariable({ handle }: ResourceVariable, value: Tensor): void {
  operationOf(0, 'AssignAddVariableOp', [floatType('dtype')], [handle, value]);
}

export function subtractFromVariable({ handle }: ResourceVariable, value: Tensor): void {
  operationOf(0, 'AssignSubVariableOp', [floatType('dtype')], [handle, value]);
}

/** Nesterov's momentum, in place: velocity ← momentum · velocity + gradient, variable − rate · (gradient + momentum · velocity). */
export function applyMomentum(variable: ResourceVariable, velocity: ResourceVariable, rate: Tensor, gradient: Tensor, momentum: number): void {
  operationOf(0, 'ResourceApplyMomentum', [floatType(), boolAttribute('use_locking', false), boolAttribute('use_nesterov', true)],
    [variable.handle, velocity.handle, rate, gradient, tf.scalar(momentum)]);
}

/** TensorFlow's Adam (Kingma, Ba 2015, arXiv 1412.6980), in place. */
export function applyAdam(
  { variable, mean, meanSquare }: Record<'variable' | 'mean' | 'meanSquare', ResourceVariable>,
  scalars: readonly Tensor[], gradient: Tensor,
): void {
  operationOf(0, 'ResourceApplyAdam', [floatType(), boolAttribute('use_locking', false), boolAttribute('use_nesterov', false)],
    [variable.handle, mean.handle, meanSquare.handle, ...scalars, gradient]);
}
