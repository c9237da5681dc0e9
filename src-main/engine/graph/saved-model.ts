/**
 * A TensorFlow graph as plain data, and as the bytes of a SavedModel. Field numbers are those of
 * tensorflow/core/framework/{graph,node_def,attr_value,tensor}.proto and core/protobuf/meta_graph.proto.
 */
import { bytesField, entryField, floatField, integerField, joinBytes, messageField, textField, type Field } from './protobuf.ts';

/** Numbers of TensorFlow's `DataType`. */
export type TypeNumber = number;

export type AttributeValue =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'integers'; readonly value: readonly number[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'type'; readonly value: TypeNumber }
  | { readonly kind: 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly type: TypeNumber; readonly shape: readonly number[]; readonly bytes: Uint8Array };

export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  /** `node:output`; `^node` where only the order matters. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** The version that the graph's operations are meant as; TensorFlow 2.21 writes it. */
const producer = 1882;
/** The name that a graph is loaded by. */
export const savedModelTag = 'serve';

export function encodeSavedModel(nodes: readonly GraphNode[]): Uint8Array {
  const graph = [...nodes.map((node) => messageField(1, encodeNode(node))), messageField(4, [integerField(1, producer)])];
  const metaGraph = [messageField(1, [textField(4, savedModelTag)]), messageField(2, graph)];
  return joinBytes([integerField(1, 1), messageField(2, metaGraph)]);
}

function encodeNode({ name, operation, inputs, attributes }: GraphNode): Field[] {
  return [
    textField(1, name), textField(2, operation),
    ...inputs.map((input) => textField(3, input)),
    ...Object.entries(attributes).map(([key, value]) => entryField(5, key, [encodeAttribute(value)])),
  ];
}

function encodeAttribute(attribute: AttributeValue): Field {
  switch (attribute.kind) {
    case 'text': return textField(2, attribute.value);
    case 'integer': return integerField(3, attribute.value);
    case 'integers': return messageField(1, attribute.value.map((one) => integerField(3, one)));
    case 'float': return floatField(4, attribute.value);
    case 'boolean': return integerField(5, attribute.value ? 1 : 0);
    case 'type': return integerField(6, attribute.value);
    case 'shape': return messageField(7, encodeShape(attribute.value));
    case 'tensor': return messageField(8, [
      integerField(1, attribute.type), messageField(2, encodeShape(attribute.shape)), bytesField(4, attribute.bytes),
    ]);
  }
}

function encodeShape(shape: readonly number[]): Field[] {
  return shape.map((length) => messageField(2, [integerField(1, length)]));
}
