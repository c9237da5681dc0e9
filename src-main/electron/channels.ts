/** What preload and shell say to each other: one channel for each of the page's three functions. */

export const channels = {
  grantDropped: 'lamina:grant-dropped',
  pickFolder: 'lamina:pick-folder',
  pickSaveTarget: 'lamina:pick-save-target',
} as const;

export interface Picked {
  readonly grant: string;
  /** The last part of the path. */
  readonly name: string;
}

/** A refusal is a value, for an error would reach the page with the channel's name in front of its sentence. */
export type Answer<Value> = { readonly value: Value } | { readonly refused: string };
