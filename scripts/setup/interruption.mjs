/**
 * What must happen when set-up is interrupted: children end, half-made files go, and the exit code
 * says which signal it was. Knows nothing of what is being done.
 */

/** @type {Set<() => void>} */
const undoings = new Set();
let listening = false;

/** 128 + the signal's number, as shells count; 130 is "interrupted". */
const exitCodes = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

function listen() {
  if (listening) return;
  listening = true;
  for (const [signal, code] of Object.entries(exitCodes)) {
    process.on(/** @type {NodeJS.Signals} */ (signal), () => {
      for (const undo of [...undoings].reverse()) undo();
      process.exit(code);
    });
  }
}

/**
 * Runs `work`; if a signal ends the process meanwhile, `undo` is called first. `undo` must be
 * synchronous and must not throw.
 *
 * @template Result
 * @param {() => void} undo
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function undoneWhenInterrupted(undo, work) {
  listen();
  undoings.add(undo);
  try {
    return await work();
  } finally {
    undoings.delete(undo);
  }
}
