/** The thread in which wires are found, so that the pointer waits for none. */
import type { WireAnswer, WireRequest } from './wire-messages.ts';
import { wiresIn, type Wires } from './wires.ts';

let wires: Wires | null = null;

addEventListener('message', ({ data }: MessageEvent<WireRequest>) => {
  switch (data.kind) {
    case 'slice':
      wires = wiresIn(data.image, data.choice);
      break;
    case 'wire': {
      if (wires === null) throw new Error('no slice was given before the wire');
      const path = wires.between(data.from, data.to);
      postMessage({ id: data.id, path } satisfies WireAnswer, { transfer: [path.buffer as ArrayBuffer] });
      break;
    }
  }
});
