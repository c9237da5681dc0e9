/**
 * Shows on stderr which step set-up is at; stdout is left to the commands that set-up precedes.
 * On a terminal one line is rewritten; in a log a line appears at the start, at the end and seldom between.
 *
 * @typedef {object} ShownStep
 * @property {(this: void, text: string) => void} report what the step is doing now
 * @property {(this: void, text: string) => void} end how it ended
 */

const msBetweenLogLines = 15_000;

/**
 * @param {{ stream?: { isTTY?: boolean, columns?: number, write(text: string): unknown }, now?: () => number }} [to]
 * @returns {{ step: (this: void, title: string, number: number, of: number) => ShownStep, line: (this: void, text: string) => void }}
 */
export function createProgress({ stream = process.stderr, now = Date.now } = {}) {
  const rewrite = (/** @type {string} */ text) => stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`);

  return {
    line: (text) => void stream.write(`${text}\n`),

    step(title, number, of) {
      const head = `[${number}/${of}] ${title}`;
      const startedAt = now();
      const seconds = () => Math.round((now() - startedAt) / 1000);
      let doing = '';
      const show = () => (stream.isTTY ? rewrite(`${head} ${doing} (${seconds()} s)`) : stream.write(`${head}: ${doing} (${seconds()} s)\n`));
      if (stream.isTTY) show();
      else stream.write(`${head}\n`);
      // A step that waits for another program still shows that time passes.
      const clock = setInterval(show, stream.isTTY ? 1000 : msBetweenLogLines);
      clock.unref();

      return {
        report(text) {
          doing = text;
          if (stream.isTTY) show();
        },
        end(text) {
          clearInterval(clock);
          if (stream.isTTY) rewrite('');
          stream.write(`${head}: ${text} (${seconds()} s)\n`);
        },
      };
    },
  };
}
