/** The thread in which regions are computed, one operation after the other; whoever wants none any more ends it. */
import type { LabelBlock } from '../paint-block.ts';
import type { Operation } from './operation.ts';
import { runOperation, type RegionScene } from './run-operation.ts';

export interface RegionRequest {
  readonly id: number;
  readonly scene: RegionScene;
  readonly operation: Operation;
}

export type RegionAnswer =
  | { readonly id: number; readonly kind: 'progress'; readonly share: number }
  | { readonly id: number; readonly kind: 'done'; readonly block: LabelBlock | null }
  | { readonly id: number; readonly kind: 'failed'; readonly reason: string };

const tellEveryMs = 100;
const answer = (message: RegionAnswer, transfer: Transferable[] = []): void => { postMessage(message, { transfer }); };

addEventListener('message', ({ data: { id, scene, operation } }: MessageEvent<RegionRequest>) => {
  try {
    const work = runOperation(scene, operation);
    let told = performance.now();
    let step = work.next();
    for (; step.done !== true; step = work.next()) {
      if (performance.now() - told < tellEveryMs) continue;
      told = performance.now();
      answer({ id, kind: 'progress', share: step.value });
    }
    const block = step.value;
    answer({ id, kind: 'done', block }, block === null ? [] : [block.where.buffer as ArrayBuffer, ...(typeof block.label === 'number' ? [] : [block.label.buffer as ArrayBuffer])]);
  } catch (error) {
    answer({ id, kind: 'failed', reason: String(error) });
  }
});
