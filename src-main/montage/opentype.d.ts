/**
 * The few parts of opentype.js that captions need. Its published types refer to the DOM's, which
 * would then seem to exist in the whole host.
 */
declare module 'opentype.js' {
  namespace opentype {
    type PathCommand =
      | { readonly type: 'M' | 'L'; readonly x: number; readonly y: number }
      | { readonly type: 'Q'; readonly x1: number; readonly y1: number; readonly x: number; readonly y: number }
      | { readonly type: 'C'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly x: number; readonly y: number }
      | { readonly type: 'Z' };

    interface Path {
      readonly commands: readonly PathCommand[];
    }

    interface Glyph {
      /** Font units; absent in glyphs without metrics. */
      readonly advanceWidth?: number;
      /** Pixels; y grows downwards from the baseline. */
      getPath(x: number, y: number, fontSize: number): Path;
    }

    interface Font {
      readonly unitsPerEm: number;
      charToGlyph(letter: string): Glyph;
    }
  }

  const opentype: {
    /** TrueType, OpenType or WOFF. @throws Error where the bytes are no font */
    parse(bytes: ArrayBuffer): opentype.Font;
  };
  export default opentype;
}
