/** The door's WebSocket: text in, text out. Knows neither who may open one nor what is said over it. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';

export interface ConversationOptions {
  readonly protocol: string;
  readonly maximumBytes: number;
  /** Each message has one answer; what it throws is logged and ends the conversation. @param begun the request that began it */
  readonly answer: (text: string, begun: IncomingMessage) => string;
  readonly log: (error: unknown) => void;
}

export interface Conversations {
  /** Accepts the upgrade, and answers until the other side goes away. @param early what came with the request already */
  begin(request: IncomingMessage, socket: Duplex, early: Buffer): void;
  /** Ends all of them at once. */
  end(): void;
}

/** Why a conversation is ended (RFC 6455, 7.4.1). */
const endedBy = { kind: 1003, failure: 1011 } as const;

export function holdConversations({ protocol, maximumBytes, answer, log }: ConversationOptions): Conversations {
  // Loopback gains nothing from compression. The protocols that a page names hold the door's word too: only ours is said back.
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maximumBytes, handleProtocols: () => protocol });
  const hear = (conversation: WebSocket, begun: IncomingMessage, message: RawData, isBinary: boolean): void => {
    // What follows after the end was said is nobody's.
    if (conversation.readyState !== conversation.OPEN) return;
    if (isBinary) return conversation.close(endedBy.kind);
    try {
      // Text comes as one buffer, as nothing else was asked for.
      conversation.send(answer((message as Buffer).toString('utf8'), begun));
    } catch (error) {
      log(error);
      conversation.close(endedBy.failure);
    }
  };
  return {
    begin(request, socket, early) {
      server.handleUpgrade(request, socket, early, (conversation) => {
        // Whoever breaks the rules of frames is told so by the library, which then ends the conversation.
        conversation.on('error', () => undefined);
        conversation.on('message', (message, isBinary) => hear(conversation, request, message, isBinary));
      });
    },
    end() {
      for (const conversation of server.clients) conversation.terminate();
    },
  };
}
