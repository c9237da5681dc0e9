/** The log of a project as it is told to people and programs: one line for each event. */
import { z } from 'zod';
import { modelHelp } from './labels.ts';

const named = z.object({ id: z.string(), name: z.string() });

export const loggedEvent = z.object({
  /** Its place in the log. */
  number: z.number().int(),
  at: z.string(),
  kind: z.string(),
  /** Null of what the program did by itself, and where the log does not say. */
  who: z.string().nullable(),
  case: named.nullable(),
  /** That it is about: trained, promoted, in use, or whose prediction was written. */
  model: named.nullable(),
  /** That an edit was painted from. */
  helped: modelHelp.nullable(),
  /** The tool of an edit, the word of a review, the name of a label, and the like. */
  what: z.string().nullable(),
  /** Of the case's slice axis, counted from 0. Of an edit the first and the last that it changed. */
  slices: z.array(z.number().int()),
});
export type LoggedEvent = z.infer<typeof loggedEvent>;

export const eventOptions = z.object({
  /** Else in the order in which they happened. */
  newestFirst: z.boolean().default(false),
  /** The number of the last one that is known already; 0: none. */
  after: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(1000).default(200),
  /** The name of a case. */
  case: z.string().min(1).optional(),
  /** Who did it. */
  by: z.string().min(1).optional(),
  /** A day, or a time in UTC. */
  since: z.string().regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?$/).optional(),
  kinds: z.array(z.string().min(1)).optional(),
});
export type EventOptions = z.infer<typeof eventOptions>;

/** `next`: what to ask for as `after`, since there may be more; null: that was all. A page may be empty. */
export const loggedEvents = z.object({ events: z.array(loggedEvent), next: z.number().int().nullable() });
export type LoggedEvents = z.infer<typeof loggedEvents>;
