import type { Command } from '../cli.ts'
import { longerTests, runTests, TEST_OPTIONS } from './test.ts'

export const command: Command = {
  usage: [
    "npm run test:all [-- FILTER]   runs npm test, and what takes many minutes: the console's pages in a browser, long journeys, what is tried each night, a soak, chaos, containers",
  ],
  options: TEST_OPTIONS,
  example: 'npm run test:all',
  run: (args) => runTests(args, longerTests),
}
