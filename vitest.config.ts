import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { obsctl: new URL('./src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/bundle.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
