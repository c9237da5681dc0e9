/**
 * Opaque, single-use words that stand for files on this machine, so that a page never learns a path. Knows
 * neither who chose the files nor what is done with them.
 */
import { randomBytes } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { Grant } from '#shared/contract/files.ts';
import { failure } from '#shared/text/user-facing-error.ts';
import { grantSentences } from './grant-sentences.ts';

/** What a grant stands for. `chosen`: by the person, in a dialog or by dropping. */
export interface GrantedFiles {
  readonly kind: 'chosen' | 'upload' | 'download';
  readonly paths: () => Promise<readonly string[]>;
  /** The folder itself, where one path is asked for and there are several. */
  readonly folder?: string;
  /** The grant is being used. @returns to be called when the work that uses it has ended */
  readonly begin?: () => () => Promise<void>;
}

/** A call's input with paths in the place of its grants. */
export interface Granted<Input> {
  readonly input: Input;
  /** The paths that grants stood for: whoever made the call does not know them and is not to be told. */
  readonly hidden: readonly string[];
  /** To be called when the work has ended, whatever became of it. */
  readonly release: () => Promise<void>;
}

export interface Grants {
  add(files: GrantedFiles): Grant;
  /**
   * Redeems every grant of an input, or none of them.
   * @throws UserFacingError `not-found` for one that is unknown or used, `bad-input` for one that does not fit its place
   */
  resolve<Input extends object>(input: Input): Promise<Granted<Input>>;
}

/** Where a call takes paths, and what may stand for them there. */
const places: Readonly<Record<string, readonly GrantedFiles['kind'][]>> = {
  paths: ['chosen', 'upload'],
  path: ['chosen', 'upload'],
  labels: ['chosen', 'upload'],
  patientTable: ['chosen', 'upload'],
  predictions: ['chosen', 'upload'],
  references: ['chosen', 'upload'],
  images: ['chosen', 'upload'],
  folder: ['chosen'],
  out: ['chosen', 'download'],
};

export function createGrants(): Grants {
  const open = new Map<string, GrantedFiles>();

  const find = (place: string, word: string): GrantedFiles => {
    const files = open.get(word);
    if (files === undefined) throw failure('not-found', grantSentences.unknown, {});
    if (places[place]?.includes(files.kind) !== true) throw failure('bad-input', grantSentences.otherPlace, {});
    return files;
  };

  return {
    add(files) {
      const word = `grant:${randomBytes(24).toString('base64url')}`;
      open.set(word, files);
      return word as Grant;
    },
    async resolve<Input extends object>(input: Input) {
      const taken = new Map<string, GrantedFiles>();
      const hidden: string[] = [];
      const changed: Record<string, unknown> = {};
      for (const [place, value] of Object.entries(input)) {
        if (!(place in places)) continue;
        const words = [value].flat().filter(isGrant);
        for (const path of [value].flat()) {
          // Whatever folder the host happens to run in, it is not what a caller means.
          if (typeof path === 'string' && !isGrant(path) && !isAbsolute(path)) throw failure('bad-input', grantSentences.halfPath, { path });
        }
        if (words.length === 0) continue;
        for (const word of words) taken.set(word, find(place, word));
        if (!Array.isArray(value)) {
          changed[place] = await onePath(taken.get(words[0]!)!);
          hidden.push(changed[place] as string);
          continue;
        }
        const paths: string[] = [];
        for (const one of value as readonly string[]) {
          const files = taken.get(one);
          const meant = files === undefined ? [one] : await files.paths();
          paths.push(...meant);
          if (files !== undefined) hidden.push(...meant);
        }
        if (paths.length === 0) throw failure('bad-input', grantSentences.nothingIn, {});
        changed[place] = paths;
      }
      // Somebody else may have redeemed one while the folders were read.
      for (const word of taken.keys()) if (!open.has(word)) throw failure('not-found', grantSentences.unknown, {});
      for (const word of taken.keys()) open.delete(word);
      const ends = [...new Set(taken.values())].map(({ begin }) => begin?.());
      return {
        input: taken.size === 0 ? input : { ...input, ...changed },
        hidden,
        release: async () => { for (const end of ends) await end?.(); },
      };
    },
  };
}

function isGrant(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('grant:');
}

async function onePath(files: GrantedFiles): Promise<string> {
  const paths = await files.paths();
  const [only] = paths;
  if (only !== undefined && paths.length === 1) return only;
  if (files.folder !== undefined) return files.folder;
  throw failure('bad-input', grantSentences.severalForOne, {});
}
