/**
 * While a graph is recorded only the shapes of its tensors matter. So what takes time, convolutions and
 * normalisations, is not computed, variables get no value, and all large tensors of one size are the same
 * memory (measured: a U-Net of 16 to 256 filters on 8 × 128 × 128 × 3 recorded and run once adds 0.3 GB to
 * the process, where it added 0.7 GB with everything computed).
 */
import type { TensorMetadata, TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js';
import { sizeOf } from '../networks/network.ts';

/** Takes the place of `executeOp` and `createTensor`. */
export interface ShapesAlone extends Pick<TFJSBinding, 'executeOp' | 'createTensor'> {
  /** Whether this is the handle of a variable. */
  isVariable(id: number): boolean;
  /** Lets go of what stood for the tensors. */
  end(): void;
}

type Shape = readonly number[];

/** What is known of an operation's inputs: their shapes, and the numbers of those that are lists of lengths. */
interface Known {
  readonly shape: (input: number) => Shape;
  readonly lengths: (input: number) => Shape;
}

/** Smaller ones are computed: lengths of axes may be among them. */
const largeSize = 1024;

export function shapesAlone(binding: TFJSBinding): ShapesAlone {
  const shapes = new Map<number, Shape>();
  const lengths = new Map<number, Shape>();
  const variables = new Map<number, Shape>();
  /** By the number of elements. */
  const flat = new Map<number, number>();

  const note = (made: readonly TensorMetadata[]): void => made.forEach(({ id, shape }) => shapes.set(id, shape));
  const fillFlat = (size: number): number => {
    const [length, zero] = [binding.createTensor([1], binding.TF_INT32, Int32Array.of(size)), binding.createTensor([], binding.TF_FLOAT, Float32Array.of(0))];
    const types = [typeAttribute(binding, 'T', binding.TF_FLOAT), typeAttribute(binding, 'index_type', binding.TF_INT32)];
    const filled = one(binding.executeOp('Fill', types, [length, zero], 1)).id;
    [length, zero].forEach((id) => binding.deleteTensor(id));
    return filled;
  };
  const standIn = (shape: Shape): TensorMetadata => {
    const size = sizeOf(shape);
    const memory = flat.get(size) ?? fillFlat(size);
    flat.set(size, memory);
    const to = binding.createTensor([shape.length], binding.TF_INT32, Int32Array.from(shape));
    const types = [typeAttribute(binding, 'T', binding.TF_FLOAT), typeAttribute(binding, 'Tshape', binding.TF_INT32)];
    const made = one(binding.executeOp('Reshape', types, [memory, to], 1));
    binding.deleteTensor(to);
    return made;
  };
  const execute = (name: string, attributes: TFEOpAttr[], inputs: number[], outputs: number): TensorMetadata[] => {
    if (name === 'VarHandleOp') {
      const made = binding.executeOp(name, attributes, inputs, outputs);
      variables.set(one(made).id, attributes.find((attribute) => attribute.name === 'shape')?.value as number[]);
      return made;
    }
    // These change variables, which stay without a value.
    if (outputs === 0) return [];
    if (name === 'ReadVariableOp') return [standIn(variables.get(inputs[0] as number) as Shape)];
    const known = shapesOf(name, attributes, {
      shape: (input) => shapes.get(inputs[input] as number) ?? [],
      lengths: (input) => lengths.get(inputs[input] as number) ?? [],
    });
    if (known !== null) return known.map(standIn);
    return binding.executeOp(name, attributes, inputs, outputs).map((made) => {
      if (made.dtype !== binding.TF_FLOAT || sizeOf(made.shape) < largeSize) return made;
      binding.deleteTensor(made.id);
      return standIn(made.shape);
    });
  };

  return {
    isVariable: (id) => variables.has(id),
    createTensor(shape, type, values) {
      const id = binding.createTensor(shape, type, values);
      shapes.set(id, shape);
      if (type === binding.TF_INT32 && shape.length === 1) lengths.set(id, Array.from(values as Int32Array));
      return id;
    },
    executeOp(name, attributes, inputs, outputs) {
      const made = execute(name, attributes, inputs, outputs);
      note(made);
      return made;
    },
    end: () => flat.forEach((id) => binding.deleteTensor(id)),
  };
}

/** Shapes of the results of operations that take long; null for all others. */
function shapesOf(name: string, attributes: readonly TFEOpAttr[], { shape, lengths }: Known): readonly Shape[] | null {
  const attribute = (of: string): unknown => attributes.find((one) => one.name === of)?.value;
  switch (name) {
    case 'Conv2D':
    case 'Conv3D': {
      if (attribute('padding') !== 'SAME') return null;
      const strides = attribute('strides') as number[];
      const [images, kernel] = [shape(0), shape(1)];
      return [[...images.slice(0, -1).map((length, axis) => Math.ceil(length / (strides[axis] as number))), kernel.at(-1) as number]];
    }
    case 'Conv2DBackpropInput':
    case 'Conv3DBackpropInputV2': return [lengths(0)];
    case 'Conv2DBackpropFilter':
    case 'Conv3DBackpropFilterV2': return [lengths(1)];
    case 'FusedBatchNormV3': return [shape(0), ...Array<Shape>(5).fill(shape(1))];
    case 'FusedBatchNormGradV3': return [shape(1), shape(2), shape(2), [], []];
    default: return null;
  }
}

function typeAttribute(binding: TFJSBinding, name: string, value: number): TFEOpAttr {
  return { name, type: binding.TF_ATTR_TYPE, value };
}

function one(made: readonly TensorMetadata[]): TensorMetadata {
  return made[0] as TensorMetadata;
}
