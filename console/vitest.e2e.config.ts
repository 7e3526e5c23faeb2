import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.ts'],
    globalSetup: 'tests/e2e/setup.ts',
    // One browser, one stack: two cores are enough for those.
    pool: 'threads',
    fileParallelism: false,
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
