/**
 * The thread that holds the window's socket for strokes. On the main thread a stroke's answer would wait: after an event of
 * pointer or key Chromium keeps every task there back until the next frame is drawn (its feature DeferRendererTasksAfterInput).
 */
import type { FromEditThread, ToEditThread } from './edit-messages.ts';

let socket: WebSocket | null = null;
const tell = (message: FromEditThread): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<ToEditThread>) => {
  switch (data.kind) {
    case 'open': {
      socket?.close();
      const opened = new WebSocket(data.address, [...data.protocols]);
      socket = opened;
      // What the one before it still says is not about this one.
      const tellOf = (message: FromEditThread): void => { if (socket === opened) tell(message); };
      opened.addEventListener('open', () => tellOf({ kind: 'opened' }));
      opened.addEventListener('message', (event) => tellOf({ kind: 'heard', text: String(event.data) }));
      opened.addEventListener('close', () => tellOf({ kind: 'closed' }));
      break;
    }
    case 'say':
      if (socket?.readyState === WebSocket.OPEN) socket.send(data.text);
      else tell({ kind: 'closed' });
      break;
  }
});
