/** One life of the host: a child under the shipped Node. What it says is passed on, its end is told once. Knows nothing of Electron. */
import { spawn } from 'node:child_process';
import { fill, type Locale, type Sentence } from '#shared/text/sentence.ts';
import type { FromShell, ToShell } from '../desktop/shell-messages.ts';
import { shellSentences } from './shell-sentences.ts';

export type Ready = Extract<ToShell, { kind: 'ready' }>;
export type HostNews = Extract<ToShell, { kind: 'language' | 'busy' }>;

export interface HostProcess {
  /** Resolves when the door is open; never where the process ended before. */
  readonly ready: Promise<Ready>;
  /** Resolves when the process is gone, with the last line that it wrote for people; empty where it wrote none. */
  readonly ended: Promise<string>;
  /** @throws Refusal */
  grant(paths: readonly string[]): Promise<string>;
  /** Asks it to close its project and end; after the grace it is killed. */
  end(): Promise<void>;
}

export interface HostProcessOptions {
  readonly node: string;
  readonly hostEntry: string;
  /** Null: a free one. */
  readonly port: number | null;
  /** Of what it writes for people. */
  readonly locale: Locale;
  readonly onNews: (news: HostNews) => void;
  readonly graceMs?: number;
}

/** Carries what the person is told. */
export class Refusal extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence) {
    super(sentence.en);
    this.name = 'Refusal';
    this.sentence = sentence;
  }
}

/** A training stops between two batches, and a checkpoint of the database follows; then it has had its chance. */
const defaultGraceMs = 20_000;

const lastWordsMs = 1_000;

/** Enough to say why it failed, and bounded whatever it prints. */
const keptCharacters = 4_000;

interface Waiting {
  readonly resolve: (grant: string) => void;
  readonly reject: (refusal: Refusal) => void;
}

export function startHostProcess({ node, hostEntry, port, locale, onNews, graceMs = defaultGraceMs }: HostProcessOptions): HostProcess {
  const environment: NodeJS.ProcessEnv = { ...process.env, LAMINA_ELECTRON_VERSION: process.versions['electron'] };
  // Set by whoever started Electron as a plain Node; the host's own children must not inherit it.
  delete environment['ELECTRON_RUN_AS_NODE'];
  const child = spawn(node, [hostEntry, '--lang', locale, 'serve', '--open-last', '--port', String(port ?? 0)], { env: environment, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], windowsHide: true });

  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let written = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written = (written + text).slice(-keptCharacters);
    process.stderr.write(text);
  });

  const ended = new Promise<string>((resolve) => {
    const end = (lastWords: string): void => {
      for (const { reject } of waiting.values()) reject(new Refusal(shellSentences.hostAway));
      waiting.clear();
      resolve(lastWords);
    };
    // Not the process's own `close`: it never comes where we hung up ourselves. Its last words may come
    // after its end; an orphan that holds the line must not keep us waiting for them.
    const said = new Promise((resolve) => child.stderr?.once('close', resolve));
    child.once('exit', () => {
      const patience = new Promise((resolve) => setTimeout(resolve, lastWordsMs));
      void Promise.race([said, patience]).then(() => end(written.trim().split('\n').pop() ?? ''));
    });
    // It could not even be started, or a message did not reach it.
    child.on('error', (error) => { if (child.pid === undefined) end(error.message); });
  });

  const ready = new Promise<Ready>((resolve) => {
    child.on('message', (message) => {
      const said = message as ToShell;
      switch (said.kind) {
        case 'ready': return resolve(said);
        case 'language':
        case 'busy': return onNews(said);
        case 'granted': return settle(said.id)?.resolve(said.grant);
        case 'refused': return settle(said.id)?.reject(new Refusal(said.sentence));
      }
    });
  });

  const settle = (id: number): Waiting | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };

  return {
    ready,
    ended,
    grant: (paths) => new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Refusal(shellSentences.hostAway));
      const message: FromShell = { kind: 'grant', id: ++lastId, paths };
      waiting.set(message.id, { resolve, reject });
      child.send(message, () => undefined);
    }),
    async end() {
      if (child.connected) child.disconnect();
      const grace = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(grace);
    },
  };
}

/** Why it did not start, for people. @param lastWords of the process, in whichever language; empty where it had none */
export function whyNotStarted(lastWords: string | Sentence): Sentence {
  const reason: Sentence = typeof lastWords === 'object' ? lastWords : lastWords === '' ? shellSentences.noReason : { en: lastWords, 'zh-CN': lastWords };
  return {
    en: fill(shellSentences.hostNotStarted, { reason: reason.en }).en,
    'zh-CN': fill(shellSentences.hostNotStarted, { reason: reason['zh-CN'] })['zh-CN'],
  };
}
