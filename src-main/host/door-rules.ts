/**
 * Who may come in through the loopback port: decided from the head of a request alone, before a byte
 * of its body is read. Knows neither sockets nor what lies behind the door.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { editChannel } from '#shared/contract/edit-channel.ts';
import { personHeader } from '#shared/contract/people.ts';
import type { Sentence } from '#shared/text/sentence.ts';
import { doorSentences } from './host-sentences.ts';
import { uploadPath } from './upload-path.ts';

export interface RequestHead {
  readonly method: string;
  /** The request target exactly as it came over the wire. */
  readonly target: string;
  /** Name and value by turns, as they came: only so a header that is sent twice is seen. */
  readonly rawHeaders: readonly string[];
}

export interface DoorRules {
  readonly port: number;
  readonly token: string;
  readonly maximumBodyBytes: number;
}

export type Verdict =
  | { readonly kind: 'refused'; readonly status: number; readonly sentence: Sentence }
  /** A file of the page: holds no data, needs no token. */
  | { readonly kind: 'page'; readonly path: string }
  | { readonly kind: 'call'; readonly url: string; readonly maximumBodyBytes: number };

/** Everything below these needs the token; all other paths are files of the page. */
const callPaths = ['/rpc', '/api', '/openapi.json', '/volumes', '/labelmaps', '/maps', '/agreement', '/thumbnails', '/judged', '/uploads', '/downloads'];

/** Headers that decide about trust, length or who it is: two of them means that someone hopes we read the other one. */
const onceOnly = new Set(['host', 'origin', 'authorization', 'content-length', 'transfer-encoding', 'sec-fetch-site', 'sec-websocket-protocol', personHeader]);

/** Applies the rules in the order: whom it was meant for, who sent it, where it goes, whether it may, how much it brings. */
export function judge(head: RequestHead, rules: DoorRules): Verdict {
  const headers = headersOf(head.rawHeaders);
  if (headers === null) return refused(400, doorSentences.malformed);
  if (!isOurHost(headers.get('host'), rules.port)) return refused(403, doorSentences.foreignHost);
  if (!isOurOrigin(headers, rules.port)) return refused(403, doorSentences.foreignOrigin);
  const path = plainPath(head.target);
  if (path === null) return refused(400, doorSentences.malformed);
  if (!callPaths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) {
    if (head.method !== 'GET' && head.method !== 'HEAD') return refused(405, doorSentences.notAllowed);
    return { kind: 'page', path };
  }
  if (!holdsToken(headers.get('authorization'), rules.token)) return refused(401, doorSentences.noToken);
  // A scan may be of any size, and goes to the disk as it comes.
  const maximumBodyBytes = path.startsWith('/uploads/') ? Infinity : rules.maximumBodyBytes;
  if (Number(headers.get('content-length') ?? 0) > maximumBodyBytes) return refused(413, doorSentences.tooLarge);
  return { kind: 'call', url: `http://127.0.0.1:${rules.port}${head.target}`, maximumBodyBytes };
}

/** Whether a request may become the one WebSocket that there is: the same rules, but that a browser's page can give it no header of its own. */
export function mayConverse({ method, target, rawHeaders }: RequestHead, { port, token }: DoorRules): boolean {
  const headers = headersOf(rawHeaders);
  if (headers === null || method !== 'GET' || target !== editChannel.path) return false;
  if (!isOurHost(headers.get('host'), port) || !isOurOrigin(headers, port)) return false;
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket' || headers.get('sec-websocket-version') !== '13') return false;
  const [protocol, given] = (headers.get('sec-websocket-protocol') ?? '').split(/, */);
  return protocol === editChannel.protocol && holdsToken(headers.get('authorization') ?? `Bearer ${given}`, token);
}

function refused(status: number, sentence: Sentence): Verdict {
  return { kind: 'refused', status, sentence };
}

function headersOf(raw: readonly string[]): Map<string, string> | null {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    if (headers.has(name) && onceOnly.has(name)) return null;
    headers.set(name, raw[at + 1]!);
  }
  const length = headers.get('content-length');
  if (length !== undefined && !/^\d{1,15}$/.test(length)) return null;
  return headers;
}

/** A page of another name that resolves to 127.0.0.1 (DNS rebinding) carries its own name here. */
function isOurHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** Same-origin GETs carry no Origin, programs carry neither; a foreign page always carries one of the two. */
function isOurOrigin(headers: ReadonlyMap<string, string>, port: number): boolean {
  const origin = headers.get('origin');
  if (origin !== undefined && origin !== `http://127.0.0.1:${port}` && origin !== `http://localhost:${port}`) return false;
  const site = headers.get('sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** The decoded path of a request target in origin form; null for every way to climb or to hide one. */
function plainPath(target: string): string | null {
  if (!target.startsWith('/') || target.startsWith('//')) return null;
  const raw = target.split(/[?#]/, 1)[0]!;
  // Names of people's files, which may hold percent signs; left encoded for whoever answers.
  if (raw.startsWith('/uploads/')) return uploadPath(raw) === null ? null : raw;
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  // A second layer of percent signs has no honest use in our addresses.
  if (/[\\\0-\x1f\x7f%]/.test(path)) return null;
  return path.split('/').some((part) => part === '..' || part === '.') ? null : path;
}

/** Compares hashes, so that neither the length nor the first differing character shows in the time taken. */
function holdsToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer ([A-Za-z0-9_-]+)$/.exec(authorization ?? '')?.[1] ?? '';
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
