import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes long begins first, so that both workers end together; the runner itself knows that only once it has seen it.
 * Before all others the command line: its processes end in peace, and so leave what they compiled to those of the others, which are killed.
 */
const longOnes = ['test/src-main/cli/', 'test/e2e/', 'test/src-main/engine', 'test/electron/', 'test/src-renderer/viewer/', 'test/src-main/host/'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => (longOnes.findIndex((folder) => moduleId.includes(`/${folder}`)) + longOnes.length + 1) % (longOnes.length + 1);
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  test: {
    // Two cores: more workers only take turns, and a training in one would starve the others' timeouts.
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      { extends: true, test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: ['test/shared/**'] } },
      // Pure functions, which leave nothing behind: a process for each file would take longer than the tests.
      { extends: true, test: { name: 'together', include: ['test/shared/**/*.test.ts'], isolate: false } },
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes in a moment, but on a busy machine a moment is long.
    expect: { poll: { timeout: 20_000, interval: 100 } },
    pool: 'forks',
    // No test touches what the person who runs them has set.
    env: { LAMINA_CONFIG: join(tmpdir(), 'lamina-test-config'), XDG_DATA_HOME: join(tmpdir(), 'lamina-test-data') },
  },
});
