import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more workers only take turns, and a training in one would starve the others' timeouts.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes in a moment, but on a busy machine a moment is long.
    expect: { poll: { timeout: 20_000, interval: 100 } },
    pool: 'forks',
    // No test touches what the person who runs them has set.
    env: { LAMINA_CONFIG: join(tmpdir(), 'lamina-test-config') },
  },
});
