import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A reporter for the test runner that writes what the summary line needs: its own JSON leaves out why
 * a test was skipped. The file to write to comes in LAMINA_TEST_COUNTS.
 *
 * @typedef {{ passed: number, failed: number, skipped: string[], unexpected: string[] }} TestCounts
 */

/** @returns {import('vitest/node').Reporter} */
export default function countTests() {
  return {
    onTestRunEnd(modules, errors) {
      /** @type {TestCounts} */
      const counts = { passed: 0, failed: 0, skipped: [], unexpected: errors.map((error) => error.message) };
      for (const module of modules) {
        // A file that cannot be loaded holds no test that could fail.
        if (module.errors().length > 0) counts.failed += 1;
        for (const test of module.children.allTests()) {
          const result = test.result();
          if (result.state === 'passed') counts.passed += 1;
          else if (result.state === 'failed') counts.failed += 1;
          else counts.skipped.push(`${module.relativeModuleId}: ${test.fullName}${result.state === 'skipped' && result.note ? ` [${result.note}]` : ''}`);
        }
        for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed += 1;
      }
      const file = /** @type {string} */ (process.env['LAMINA_TEST_COUNTS']);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(counts));
    },
  };
}
