import { defineConfig, mergeConfig } from 'vitest/config';

import e2e from './vitest.e2e.config';

/** Measurements take the whole machine, tell numbers and judge nothing: they are no part of the tests. */
const config = mergeConfig(e2e, defineConfig({ test: { testTimeout: 1_800_000 } }));

export default { ...config, test: { ...config.test, include: ['tests/measure/**/*.measure.ts'] } };
