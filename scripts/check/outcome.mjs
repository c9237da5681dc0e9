/**
 * What a part of the test command found. A check counts as one test; the test runner brings many.
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} skipped one line each: which test, and why
 * @property {string} output what a person needs to mend a failure; empty where nothing failed
 */

/** @param {string} output complaints; none means that the check passed @returns {Outcome} */
export function outcomeOfCheck(output) {
  return { passed: output ? 0 : 1, failed: output ? 1 : 0, skipped: [], output };
}

/** @param {readonly Outcome[]} outcomes @returns {Outcome} */
export function sumOf(outcomes) {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
    output: outcomes.map(({ output }) => output).filter(Boolean).join('\n'),
  };
}

/** @param {Outcome} outcome @returns {string} the line that the test command ends with */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}
