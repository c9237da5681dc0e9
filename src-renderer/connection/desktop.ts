/** What the desktop shell offers beyond a browser; the preload script of the same names stands in `src-main/electron`. */
export interface Picked {
  /** Stands for the files in a call; single-use. */
  readonly grant: string;
  /** The last part of the path, to be shown. */
  readonly name: string;
}

export interface Desktop {
  grantDropped(files: readonly File[]): Promise<string>;
  /** Null: the person closed the dialog. */
  pickFolder(): Promise<Picked | null>;
  pickSaveTarget(name: string): Promise<Picked | null>;
}

declare global {
  interface Window {
    /** Undefined in a browser. */
    readonly lamina?: Desktop;
  }
}
