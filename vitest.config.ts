import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/run-environment.ts'],
    setupFiles: ['test/helpers/properties.ts'],
    // Two cores: more workers than that only take turns.
    maxWorkers: 2,
    // A worker takes one file after the other, and loads DuckDB, the SDK and the sources once: for 32 files 128 s of
    // processor time with a process for each, 112 s so. A file puts back what it changes of its process.
    isolate: false,
    // Node strips the types itself, and keeps what it has loaded: a quarter less processor time than with Vite's own
    // way of running modules, whose mocks no test needs.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Fewer, larger collections of what is young: 6 in 100 of a worker's processor time.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
