/**
 * The loopback door: one port on 127.0.0.1 through which a browser, a script or the command line
 * reaches the host. Knows the rules of the door, and of what lies behind only `fetch`.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { editChannel } from '#shared/contract/edit-channel.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { judge, mayConverse, type DoorRules } from './door-rules.ts';
import { doorSentences } from './host-sentences.ts';
import { sendResponse, toRequest } from './node-request.ts';
import { pageFile } from './page-files.ts';
import { holdConversations } from './web-socket.ts';
import { personIn } from './who-calls.ts';

export interface DoorOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Answers what is said over a window's WebSocket; without it there is none. @param person as the window names them, encoded; null where it names nobody */
  readonly answerEdit?: (text: string, person: string | null) => string;
  /** 0: a free one. */
  readonly port: number;
  /** Folder of the built page; null: a page that says that Lamina runs. */
  readonly pages: string | null;
  /** Bytes that one call may bring; a stroke over a whole volume of 512×512×300 needs about 8 MiB. */
  readonly maximumBodyBytes?: number;
  /** Details of what should not happen. */
  readonly log: (error: unknown) => void;
}

export interface Door {
  readonly port: number;
  /** 256 bits, base64url. */
  readonly token: string;
  /** For a browser: the part after `#` is the token and never leaves it. */
  readonly address: string;
  close(): Promise<void>;
}

const everyReply = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Voxels must not lie in a browser's disk cache, nor be shown as a page. */
const everyDataReply = {
  ...everyReply,
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** @throws UserFacingError `conflict` where the port is taken */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const token = randomBytes(32).toString('base64url');
  const rules = { port: options.port, token, maximumBodyBytes: options.maximumBodyBytes ?? 32 * 2 ** 20 };
  const answer = (message: IncomingMessage, reply: ServerResponse): void => {
    serve(message, reply, rules, options).catch((error: unknown) => {
      options.log(error);
      reply.destroy();
    });
  };
  // A connection is the caller's to end: the host's own clock, late after long work, would drop a call that waits already.
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 0, headersTimeout: 10_000, keepAliveTimeout: 0 }, answer);
  // Answered by the door itself, so that a body is invited only after the head was judged.
  server.on('checkContinue', answer);
  const { answerEdit: answerText = null, log } = options;
  const conversations = answerText && holdConversations({ protocol: editChannel.protocol, maximumBytes: rules.maximumBodyBytes, answer: (text, begun) => answerText(text, personIn(begun)), log });
  server.on('upgrade', (message, socket, early) => {
    const head = { method: message.method ?? '', target: message.url ?? '', rawHeaders: message.rawHeaders };
    if (conversations === null || !mayConverse(head, rules)) return void socket.destroy();
    conversations.begin(message, socket, early);
  });
  server.on('connect', (_message, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? failure('conflict', doorSentences.portTaken, { port: options.port }, error) : error));
    server.listen(options.port, '127.0.0.1', resolve);
  });
  rules.port = (server.address() as AddressInfo).port;
  return {
    port: rules.port,
    token,
    address: `http://127.0.0.1:${rules.port}/#token=${token}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      conversations?.end();
    }),
  };
}

async function serve(message: IncomingMessage, reply: ServerResponse, rules: DoorRules, options: DoorOptions): Promise<void> {
  const verdict = judge({ method: message.method ?? '', target: message.url ?? '', rawHeaders: message.rawHeaders }, rules);
  switch (verdict.kind) {
    case 'refused':
      return refuse(reply, verdict.status, verdict.sentence);
    case 'page': {
      const file = await pageFile(options.pages, verdict.path);
      if (file === null) return refuse(reply, 404, doorSentences.nothingHere);
      reply.writeHead(200, { ...everyReply, ...file.headers, 'content-length': file.bytes.length });
      reply.end(message.method === 'HEAD' ? undefined : file.bytes);
      return;
    }
    case 'call': {
      if (message.headers.expect !== undefined) reply.writeContinue();
      const gone = new AbortController();
      reply.once('close', () => gone.abort());
      const { request, wasTooLarge } = toRequest(message, verdict.url, verdict.maximumBodyBytes, gone.signal);
      const response = await options.fetch(request).catch((error: unknown) => {
        if (wasTooLarge()) return null;
        throw error;
      });
      if (response === null || wasTooLarge()) return refuse(reply, 413, doorSentences.tooLarge);
      const headers = new Headers(response.headers);
      for (const [name, value] of Object.entries(everyDataReply)) headers.set(name, value);
      await sendResponse(new Response(response.body, { status: response.status, headers }), reply);
      // What was refused midway is still coming; unread, it would keep the connection from its next request.
      if (!message.complete) message.resume();
    }
  }
}

/** Says no and hangs up: what the sender still wants to send is not read. */
function refuse(reply: ServerResponse, status: number, sentence: Sentence): void {
  const body = Buffer.from(JSON.stringify({ sentence }));
  reply.writeHead(status, {
    ...everyDataReply,
    'content-type': 'application/json',
    'content-length': body.length,
    connection: 'close',
  });
  reply.end(body);
}
