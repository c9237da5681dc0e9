/**
 * Records what the native library is asked to compute, operation by operation, as a graph. Every operation
 * of TensorFlow.js passes through its binding; while something is recorded, a binding that also takes
 * notes stands in its place. What is drawn or decided in JavaScript is frozen into the recording: whatever
 * differs between two runs must be fed. What is computed meanwhile has the right shapes and no meaning.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js';
import { floatType, operation } from '../native/operations.ts';
import { native, tf } from '../tensorflow.ts';
import { shapesAlone } from './shapes-alone.ts';
import type { AttributeValue, GraphNode } from './saved-model.ts';

/** A part of a graph that is run at once. */
export interface Program {
  /** What is fed: nodes' names by the names given while recording. */
  readonly feeds: ReadonlyMap<string, string>;
  readonly fetches: readonly string[];
}

export interface Recorder {
  /** Records operations that make variables: these belong to no program and are shared by all. */
  variables<Result>(make: () => Result): Result;
  /**
   * Records what `run` computes. Variables are read and changed in the order in which `run` does it.
   * @param run gets what takes a tensor in for feeding later; returns what is fetched
   */
  program(name: string, run: (feed: (name: string, example: Tensor) => Tensor) => readonly Tensor[]): Program;
}

/** Records while `build` runs, then puts the library's own binding back. */
export function recordGraph<Result>(build: (recorder: Recorder) => Result): { readonly nodes: readonly GraphNode[]; readonly result: Result } {
  if (native === null) throw new Error('only the native library can be recorded');
  const backend = native;
  const binding = backend.binding;
  const shapes = shapesAlone(binding);
  const nodes: GraphNode[] = [];
  /** Where each tensor comes from. The binding never gives an id twice. */
  const origins = new Map<number, string>();
  const constants = new Map<number, GraphNode>();
  let scope = '';
  let mode: 'off' | 'variables' | 'program' = 'off';
  let changing: string[] = [];
  /** Of each variable by its handle: who changed it last in this program, and who has read it since. */
  const uses = new Map<number, { readonly change: string | null; readonly reads: readonly string[] }>();
  let feeding: string | null = null;

  const originOf = (id: number): string => {
    const known = origins.get(id);
    if (known !== undefined) return known;
    const constant = constants.get(id);
    if (constant === undefined) throw new Error('a tensor from before the recording was used without being fed');
    nodes.push(constant);
    origins.set(id, `${constant.name}:0`);
    return `${constant.name}:0`;
  };

  /** Operations that have to be done before this one, since they read or change the same variables. */
  const earlierUses = (name: string, node: string, inputs: readonly number[]): readonly string[] => {
    const earlier = new Set<string>();
    for (const id of inputs.filter((one) => shapes.isVariable(one))) {
      const { change, reads } = uses.get(id) ?? { change: null, reads: [] };
      const isRead = name === 'ReadVariableOp';
      for (const one of [change, ...(isRead ? [] : reads)]) if (one !== null) earlier.add(`^${one}`);
      uses.set(id, isRead ? { change, reads: [...reads, node] } : { change: node, reads: [] });
    }
    return [...earlier];
  };

  const recording: TFJSBinding = {
    ...copyOf(binding),
    createTensor(shape, type, values) {
      const id = shapes.createTensor(shape, type, values);
      // Written down only when it is used: most of what is fed comes this way too.
      if (mode === 'program') constants.set(id, constantNode(`${scope}/constant_${id}`, shape, type, values as Uint8Array));
      return id;
    },
    executeOp(name, attributes, inputs, outputs) {
      if (mode === 'off') return binding.executeOp(name, attributes, inputs, outputs);
      const made = shapes.executeOp(name, attributes, inputs, outputs);
      const given = feeding === null ? inputs.map(originOf) : [];
      const nodeName = `${scope}/${name}_${nodes.length}`;
      const node = feeding === null
        ? { name: nodeName, operation: name, inputs: [...given, ...earlierUses(name, nodeName, inputs)], attributes: attributesOf(attributes, binding) }
        : placeholderNode(feeding, made[0]?.shape ?? [], made[0]?.dtype ?? binding.TF_FLOAT);
      nodes.push(node);
      if (outputs === 0) changing.push(node.name);
      made.forEach(({ id }, index) => origins.set(id, `${node.name}:${index}`));
      return made;
    },
  };

  const recorder: Recorder = {
    variables(make) {
      scope = 'variables';
      mode = 'variables';
      try {
        return make();
      } finally {
        mode = 'off';
      }
    },
    program(name, run) {
      scope = name;
      changing = [];
      uses.clear();
      const feeds = new Map<string, string>();
      const fetches: string[] = [];
      mode = 'program';
      try {
        tf.tidy(() => {
          const fetched = run((feedName, example) => {
            const node = `${name}/${feedName}`;
            feeds.set(feedName, `${node}:0`);
            feeding = node;
            const fed = operation('Identity', [{ ...floatType(), value: typeNumber(example, binding) }], [example]);
            feeding = null;
            return fed;
          });
          // A fetch waits for all that changes a variable, which has no output of its own to be asked for.
          for (const tensor of fetched) {
            const identity = operation('Identity', [{ ...floatType(), value: typeNumber(tensor, binding) }], [tensor]);
            identity.dispose();
            const last = nodes.pop() as GraphNode;
            nodes.push({ ...last, inputs: [...last.inputs, ...changing.map((node) => `^${node}`)] });
            fetches.push(`${last.name}:0`);
          }
        });
      } finally {
        mode = 'off';
        feeding = null;
      }
      return { feeds, fetches };
    },
  };

  backend.binding = recording;
  try {
    return { result: build(recorder), nodes };
  } finally {
    backend.binding = binding;
    shapes.end();
  }
}

/** The binding's members are not enumerable. */
function copyOf(binding: TFJSBinding): TFJSBinding {
  const members = binding as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.getOwnPropertyNames(members).map((name) => [name, members[name]])) as unknown as TFJSBinding;
}

function typeNumber({ dtype }: Tensor, binding: TFJSBinding): number {
  switch (dtype) {
    case 'float32': return binding.TF_FLOAT;
    case 'int32': return binding.TF_INT32;
    case 'bool': return binding.TF_BOOL;
    case 'complex64':
    case 'string': throw new Error(`tensors of ${dtype} are not recorded`);
  }
}

function constantNode(name: string, shape: readonly number[], type: number, values: Uint8Array | Float32Array | Int32Array): GraphNode {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  return {
    name, operation: 'Const', inputs: [],
    attributes: { dtype: { kind: 'type', value: type }, value: { kind: 'tensor', type, shape: [...shape], bytes } },
  };
}

function placeholderNode(name: string, shape: readonly number[], type: number): GraphNode {
  return {
    name, operation: 'Placeholder', inputs: [],
    attributes: { dtype: { kind: 'type', value: type }, shape: { kind: 'shape', value: [...shape] } },
  };
}

function attributesOf(attributes: readonly TFEOpAttr[], binding: TFJSBinding): Record<string, AttributeValue> {
  return Object.fromEntries(attributes.map(({ name, type, value }) => [name, attributeOf(type, value, binding)]));
}

function attributeOf(type: number, value: TFEOpAttr['value'], binding: TFJSBinding): AttributeValue {
  switch (type) {
    case binding.TF_ATTR_STRING: return { kind: 'text', value: value as string };
    case binding.TF_ATTR_INT: return Array.isArray(value) ? { kind: 'integers', value: value as number[] } : { kind: 'integer', value: value as number };
    case binding.TF_ATTR_FLOAT: return { kind: 'float', value: value as number };
    case binding.TF_ATTR_BOOL: return { kind: 'boolean', value: Boolean(value) };
    case binding.TF_ATTR_TYPE: return { kind: 'type', value: value as number };
    case binding.TF_ATTR_SHAPE: return { kind: 'shape', value: value as number[] };
    default: throw new Error(`an attribute of kind ${type} is not recorded`);
  }
}
