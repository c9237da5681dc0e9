/** Runs recorded programs as one TensorFlow session: their variables live in it and end with it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs';
import { native } from '../tensorflow.ts';
import type { Program } from './record.ts';
import { encodeSavedModel, savedModelTag, type GraphNode } from './saved-model.ts';

export interface GraphSession {
  /** @returns what the program fetches; belongs to the enclosing `tf.tidy` */
  run(program: Program, feeds: Readonly<Record<string, Tensor>>): Tensor[];
  dispose(): void;
}

export function openSession(nodes: readonly GraphNode[]): GraphSession {
  if (native === null) throw new Error('only the native library runs graphs');
  const backend = native;
  // The library takes graphs from files only, and has read all of it when it returns.
  const folder = mkdtempSync(join(tmpdir(), 'lamina-graph-'));
  let id: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes));
    id = backend.loadSavedModelMetaGraph(folder, savedModelTag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    run(program, feeds) {
      const names = [...program.feeds.keys()];
      const tensors = names.map((name) => {
        const tensor = feeds[name];
        if (tensor === undefined) throw new RangeError(`nothing is fed for ${name}`);
        return tensor;
      });
      const infos = names.map((name) => ({ name: program.feeds.get(name) as string, dtype: 'float32' as const }));
      return backend.runSavedModel(id, tensors, infos, [...program.fetches]);
    },
    dispose: () => backend.deleteSavedModel(id),
  };
}
