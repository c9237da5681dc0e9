/** The thread in which regions are computed; whoever wants it no more ends it. */
import type { RegionAnswer, RegionRequest } from './region-messages.ts';
import { createRegionRunner } from './region-runner.ts';

const runner = createRegionRunner({
  answer: (answer) => { postMessage(answer, { transfer: [...new Set(arraysOf(answer))] }); },
  soon: () => { setTimeout(() => runner.step()); },
  now: () => performance.now(),
});
addEventListener('message', ({ data }: MessageEvent<RegionRequest>) => runner.take(data));

/** What need not be copied. */
function arraysOf(answer: RegionAnswer): ArrayBuffer[] {
  switch (answer.kind) {
    case 'look':
    case 'done': {
      const { block, preview } = answer;
      const arrays = [preview?.labels, block?.where, typeof block?.label === 'number' ? undefined : block?.label];
      return arrays.flatMap((array) => (array === undefined ? [] : [array.buffer as ArrayBuffer]));
    }
    case 'speed': return [answer.picture.voxels.buffer];
    default: return [];
  }
}
