import type { EditRecord } from './project-store.ts';

/** An edit as the history tells of it. */
export interface HistoryLine extends EditRecord {
  /** Of a revert: the edit where the chain of reverts begins, and whether that is in effect again with it. Of a restore: whose state it brought back. */
  readonly about: { readonly tool: string; readonly madeAt: string; readonly again: boolean } | null;
  /** By a later edit that was not taken back itself. */
  readonly takenBack: boolean;
  /** How many voxels it changed, and how many slices along the case's slice axis, from the first to the last of them. */
  readonly voxels: number;
  readonly slices: number;
  readonly firstSlice: number | null;
  readonly lastSlice: number | null;
}

export interface HistoryPage {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly slice?: number | undefined;
}
