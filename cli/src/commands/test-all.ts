import type { Command } from '../cli.ts'
import { longerTests, runTests, TEST_OPTIONS } from './test.ts'

export const command: Command = {
  usage: [
    'npm run test:all [-- FILTER]   all of npm test, and what takes many minutes: a soak, chaos, and the system in containers',
  ],
  options: TEST_OPTIONS,
  example: 'npm run test:all',
  run: (args) => runTests(args, longerTests),
}
