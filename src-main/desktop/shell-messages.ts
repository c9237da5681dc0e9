/**
 * What the desktop shell and its host say to each other over the channel between the two processes.
 * Types alone: neither side loads anything of the other.
 */
import type { Locale, Sentence } from '#shared/text/sentence.ts';

export type ToShell =
  /** Always the first: the door is open. `log` is the host's log file. */
  | { readonly kind: 'ready'; readonly port: number; readonly token: string; readonly log: string }
  | { readonly kind: 'language'; readonly language: 'system' | Locale }
  | { readonly kind: 'busy' } & Busy
  | { readonly kind: 'granted'; readonly id: number; readonly grant: string }
  | { readonly kind: 'refused'; readonly id: number; readonly sentence: Sentence };

/** What goes on in the host. */
export interface Busy {
  /** How many jobs wait or run. */
  readonly jobs: number;
  /** How many of them are trainings that run: when the host ends they are paused, and go on later. */
  readonly trainings: number;
}

/** The host ends when the channel closes: there is no message for it. */
export interface FromShell {
  readonly kind: 'grant';
  /** Chosen by the shell; the answer carries it. */
  readonly id: number;
  /** Absolute. */
  readonly paths: readonly string[];
}
