import { defineConfig } from 'vitest/config'

/** What takes milliseconds takes seconds on a busy machine. */
const POLL_TIMEOUT_MS = 20_000

const project = (name: string, suffix: string, rest: object = {}) => ({
  test: {
    name,
    include: [`**/*.${suffix}.test.ts`],
    exclude: ['**/node_modules/**', '.bistro*/**'],
    expect: { poll: { timeout: POLL_TIMEOUT_MS } },
    ...rest,
  },
})

/** Many of them wait for a time-out: more files at once than there are cores. */
const WORKERS = 4

/** One file at a time: a stack keeps two cores busy. */
const ON_ITS_STACK = { testTimeout: 120_000, hookTimeout: 300_000, fileParallelism: false }
const ON_THE_SHARED_STACK = { ...ON_ITS_STACK, globalSetup: ['e2e/support/global-setup.ts'] }

/**
 * What a test costs is in its suffix: unit needs nothing, int a server of its own, docker an engine, browser Chromium, e2e the whole
 * stack, long a stack of its own or minutes, soak a service that is watched for a minute, chaos a stack that is broken for minutes, nightly what few changes touch and each night tries, compose the whole system in containers.
 */
export default defineConfig({
  test: {
    // Of the tests that may run side by side: each has a stack, and there may be two cores.
    maxConcurrency: 2,
    projects: [
      // Seconds at the most, each; on a busy machine that may be many more.
      project('unit', 'unit', { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: WORKERS }),
      project('int', 'int', { testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: WORKERS }),
      project('browser', 'browser', {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        globalSetup: ['apps/console/test/browser/global-setup.ts'],
      }),
      project('docker', 'docker', { testTimeout: 60_000 }),
      // After all others: what these kill and count needs the machine for itself.
      project('e2e', 'e2e', { ...ON_THE_SHARED_STACK, sequence: { groupOrder: 1 } }),
      project('long', 'long', { ...ON_ITS_STACK, sequence: { groupOrder: 2 } }),
      // Minutes: npm run test:all, or npm test -- --project soak
      project('soak', 'soak', { fileParallelism: false, sequence: { groupOrder: 3 } }),
      // Minutes: npm run test:all, or npm test -- --project chaos
      project('chaos', 'chaos', { fileParallelism: false, sequence: { groupOrder: 4 } }),
      // Many minutes, of what few changes touch: .ci/nightly, npm run test:all, or npm test -- --project nightly
      project('nightly', 'nightly', { ...ON_ITS_STACK, sequence: { groupOrder: 5 } }),
      // Needs Docker and minutes: BISTRO_COMPOSE=1 npm test -- --project compose
      ...(process.env.BISTRO_COMPOSE
        ? [project('compose', 'compose', { testTimeout: 200_000, hookTimeout: 400_000, sequence: { groupOrder: 6 } })]
        : []),
    ],
  },
})
