/**
 * What the shell's preload sees as `electron` in Electron 9.4.1. There a file cannot cross the bridge from
 * the page: it arrives as an empty object. So this stands in for the crossing with the files that the page
 * last chose, which the preload's own world can see; how a file crosses is tested with today's Electron alone.
 */
import * as electron from 'electron';

type OldFile = File & { readonly path?: string };
type Functions = Record<string, (...given: unknown[]) => unknown>;

let chosen: readonly OldFile[] = [];
const page = globalThis as unknown as { addEventListener(name: string, listener: (event: { target: { files?: Iterable<OldFile> } }) => void, capture: boolean): void };
page.addEventListener('change', ({ target }) => { chosen = [...(target.files ?? [])]; }, true);

const crossed = (given: unknown): unknown =>
  Array.isArray(given) ? given.map((value: unknown, index) => (isEmptied(value) ? (chosen[index] ?? value) : value)) : given;

const isEmptied = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

export const contextBridge = {
  exposeInMainWorld: (name: string, functions: Functions): void => electron.contextBridge.exposeInMainWorld(
    name,
    Object.fromEntries(Object.entries(functions).map(([key, run]) => [key, (...given: unknown[]) => run(...given.map(crossed))])),
  ),
};

/** Until release 32 a file told its path itself. */
export const webUtils = { getPathForFile: (file: OldFile): string => file.path ?? '' };

export const { ipcRenderer } = electron;
