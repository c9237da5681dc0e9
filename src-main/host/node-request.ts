/** Between Node's HTTP objects and the web's Request and Response, streaming both ways. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

export interface IncomingRequest {
  readonly request: Request;
  /** True once the body went on beyond the limit; chunked bodies announce no length beforehand. */
  readonly wasTooLarge: () => boolean;
}

/** @param url absolute; taken apart from the message because the door has judged it */
export function toRequest(message: IncomingMessage, url: string, maximumBodyBytes: number, signal: AbortSignal): IncomingRequest {
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at]!, message.rawHeaders[at + 1]!);
  }
  const method = message.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD') {
    return { request: new Request(url, { method, headers, signal }), wasTooLarge: () => false };
  }
  let seen = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maximumBodyBytes) done(new Error('body too large'));
      else done(null, chunk);
    },
  });
  // Not `pipeline`: that would destroy the socket on which the refusal still has to go out.
  message.pipe(limited);
  message.once('close', () => { if (!message.complete) limited.destroy(new Error('the sender went away')); });
  const body = Readable.toWeb(limited) as ReadableStream<Uint8Array>;
  return {
    request: new Request(url, { method, headers, signal, body, duplex: 'half' }),
    wasTooLarge: () => seen > maximumBodyBytes,
  };
}

/** Writes a response; a reader that goes away is no error. */
export async function sendResponse(response: Response, reply: ServerResponse): Promise<void> {
  reply.writeHead(response.status, [...response.headers].flat());
  if (response.body === null || reply.req.method === 'HEAD') {
    await response.body?.cancel();
    reply.end();
    return;
  }
  // Without this an event stream's head would wait for its first event.
  reply.flushHeaders();
  try {
    await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), reply);
  } catch (error) {
    if (!reply.destroyed) reply.destroy();
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ERR_STREAM_PREMATURE_CLOSE' && code !== 'ECONNRESET' && code !== 'EPIPE' && (error as Error).name !== 'AbortError') throw error;
  }
}
