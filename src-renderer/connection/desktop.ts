/** What the desktop shell offers beyond a browser; the preload script of the same names stands in `src-main/electron`. */
import { UserFacingError } from '#shared/text/user-facing-error.ts';

export interface Picked {
  /** Stands for the files in a call; single-use. */
  readonly grant: string;
  /** The last part of the path, to be shown. */
  readonly name: string;
}

export interface Desktop {
  /** @throws UserFacingError as the shell words it; so do the two others */
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

/** @returns null in a browser */
export function desktopOf({ lamina }: Pick<Window, 'lamina'> = window): Desktop | null {
  if (lamina === undefined) return null;
  return {
    grantDropped: (files) => worded(lamina.grantDropped(files)),
    pickFolder: () => worded(lamina.pickFolder()),
    pickSaveTarget: (name) => worded(lamina.pickSaveTarget(name)),
  };
}

/** A refusal crosses from the shell as an error's message: one sentence, in the language that is set. */
async function worded<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UserFacingError('bad-input', { en: error.message, 'zh-CN': error.message }, { cause: error });
  }
}
