/**
 * Which TensorFlow computes here, and why: the native library where it can be loaded, else the
 * JavaScript one of the same version, which gives the same numbers slowly. Loaded once, at import.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TensorFlowModule from '@tensorflow/tfjs';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js';
import type { EngineDescription } from '#main/engine-client/protocol.ts';
import { fill, type Sentence } from '#shared/text/sentence.ts';
import { engineSentences } from './engine-sentences.ts';

type TensorFlow = typeof TensorFlowModule;

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  /** The native backend, for operations that TensorFlow.js does not offer; null in JavaScript. */
  readonly native: NodeJSKernelBackend | null;
  readonly description: EngineDescription;
}

const nativePackage = '@tensorflow/tfjs-node-gpu';
const require = createRequire(import.meta.url);

/** What the set-up left beside the packages. */
interface SetUpNote {
  readonly flavour?: string;
  readonly native?: boolean;
  /** Why it is not native, and what to do. */
  readonly why?: { readonly sentence: Sentence } | null;
}

export const { tf, native, description }: LoadedTensorFlow = load();

/**
 * Runs something that makes tensors, lets go of all of them, and gives back plain values.
 * (`tf.tidy` would search its result for tensors, number by number in a typed array.)
 */
export function freeingTensors<Result>(compute: () => Result): Result {
  const results: Result[] = [];
  tf.tidy(() => {
    results.push(compute());
  });
  return results[0] as Result;
}

function load(): LoadedTensorFlow {
  if (process.env['LAMINA_ENGINE'] === 'javascript') return loadJavaScript(engineSentences.javascriptAsked);
  const setUp = readSetUpNote();
  if (setUp.native === false) {
    return loadJavaScript(setUp.why?.sentence ?? fill(engineSentences.noNativeLibrary, { reason: 'npm run setup' }));
  }
  try {
    return loadNative(setUp.flavour === 'gpu');
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return loadJavaScript(fill(engineSentences.noNativeLibrary, { reason }));
  }
}

function loadNative(gpuFlavour: boolean): LoadedTensorFlow {
  restoreRemovedUtilities();
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // Else TensorFlow takes all memory of the GPU at once, also that which the screen needs.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // Without a GPU's libraries the search for them only costs time and fills the log.
  if (!gpuFlavour) process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  const tensorFlow = require(nativePackage) as TensorFlow;
  tensorFlow.enableProdMode();
  const backend = tensorFlow.backend() as NodeJSKernelBackend;
  const onGpu = backend.isUsingGpuDevice;
  return {
    tf: tensorFlow,
    native: backend,
    description: {
      library: 'native',
      version: backend.binding.TF_Version,
      device: onGpu ? 'GPU' : 'CPU',
      note: gpuFlavour && !onGpu ? engineSentences.noGpuFound : null,
    },
  };
}

function loadJavaScript(note: Sentence): LoadedTensorFlow {
  restoreRemovedUtilities();
  // The very copy that the native package would use: another one would have another engine.
  const tensorFlow = createRequire(require.resolve(`${nativePackage}/package.json`))('@tensorflow/tfjs') as TensorFlow;
  tensorFlow.enableProdMode();
  // The CPU's backend needs no waiting; without this TensorFlow.js would look for a browser's GPU first.
  void tensorFlow.setBackend('cpu');
  return {
    tf: tensorFlow,
    native: null,
    description: { library: 'JavaScript', version: tensorFlow.version_core, device: 'CPU', note },
  };
}

/** Newer Node has removed or deprecated two functions that the native package's last release still calls. */
function restoreRemovedUtilities(): void {
  const utilities = require('node:util') as Record<string, unknown>;
  utilities['isNullOrUndefined'] = (value: unknown): boolean => value === null || value === undefined;
  utilities['isArray'] = Array.isArray;
}

function readSetUpNote(): SetUpNote {
  const folder = join(require.resolve(`${nativePackage}/package.json`), '..', '..', '..');
  const file = join(folder, '.lamina', 'tensorflow.json');
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SetUpNote;
  } catch {
    return {};
  }
}
