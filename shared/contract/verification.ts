/** What an inspection of a project says: what is not as its log tells, and up to where the log itself is proven. */
import { z } from 'zod';
import { sentence } from './procedure.ts';

/** What it is that is wrong; `log` is the chain of events itself, `head` a hash that was noted elsewhere. */
export const findingKinds = [
  'database', 'log', 'edit', 'review', 'entry', 'labels', 'label', 'case', 'labelmap', 'person', 'test-set', 'folds', 'settings', 'model', 'file', 'head',
] as const;

export const finding = z.object({
  kind: z.enum(findingKinds),
  sentence,
  /** Number of the event, which of an edit or a review is its own. */
  event: z.number().int().nullable(),
  /** Name of the case. */
  case: z.string().nullable(),
  /** Relative to the project's folder, with `/`. */
  file: z.string().nullable(),
});
export type Finding = z.infer<typeof finding>;

export const verifyOptions = z.object({
  /** Of the project, absolute; the open one where it is left out. It need not be open, and nothing in it is changed. */
  folder: z.string().min(1).optional(),
  /** Newest hashes of the log that were noted elsewhere, as the JSON beside an exported mask holds one. */
  heads: z.array(z.string().regex(/^[0-9a-f]{64}$/)).default([]),
});

const place = z.object({ event: z.number().int(), at: z.string() });

export const verification = z.object({
  project: z.object({ id: z.string(), name: z.string() }),
  /** Empty where everything is as the log tells. */
  wrong: z.array(finding),
  /** What cannot be told of this project, whether anything is wrong or not. */
  unproven: z.array(sentence),
  /** The newest event of the log: its hash is what to note elsewhere. */
  head: place.extend({ hash: z.string() }).nullable(),
  /** Each hash that was given, or that this person's Lamina has noted; `event` is null where it is not in the log. */
  heads: z.array(z.object({ hash: z.string(), from: z.enum(['given', 'noted']), event: z.number().int().nullable() })),
  /** The newest event that a hash noted elsewhere proves, with all before it; null where there is none. */
  proven: place.nullable(),
  checked: z.object({ events: z.number().int(), edits: z.number().int(), files: z.number().int(), bytes: z.number() }),
});
export type Verification = z.infer<typeof verification>;
