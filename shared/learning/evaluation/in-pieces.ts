const longestPieceMs = 50;

/**
 * Runs steps to their end and lets others in between: the surfaces of large organs take seconds.
 * @param between may throw, which ends the steps
 * @param nowMs a clock
 */
export async function inPieces<Result>(steps: Generator<void, Result>, between: () => Promise<void>, nowMs: () => number): Promise<Result> {
  for (let began = nowMs(); ;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (nowMs() - began < longestPieceMs) continue;
    await between();
    began = nowMs();
  }
}
