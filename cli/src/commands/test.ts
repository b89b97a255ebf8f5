import type { Mode } from '@bistro/client/manifest'
import { chooseMode, findEngine } from '@bistro/stack'
import { bin } from '@bistro/stack/paths'
import { findChromium } from '../chromium.ts'
import type { Command } from '../cli.ts'
import { runInForeground } from '../foreground.ts'
import { unknownArgument } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

/** Which tests each mode can run, by the suffixes of their files. */
const PROJECTS: Readonly<Record<Mode, readonly string[]>> = {
  local: ['unit', 'int', 'e2e'],
  docker: ['unit', 'int', 'docker', 'e2e'],
  memory: ['unit', 'int'],
}

/** Those of Vitest that make sense here. */
const VITEST_OPTIONS = /^(--project|--testNamePattern|-t|--bail|--reporter|--outputFile(\.\w+)?|--update|-u)(=.*)?$/

export const TEST_OPTIONS: Command['options'] = [
  ['FILTER', 'part of the names of the test files (default: all)'],
  [
    '--project NAME',
    'unit, int, docker, browser, e2e, long, soak, chaos, nightly or compose (default: what this machine can run)',
  ],
  ['-t TEXT', 'only tests whose names contain the text'],
  ['--bail N', 'stops after N failed tests (default: never)'],
  ['--reporter NAME', 'how Vitest reports; --outputFile.NAME=FILE says where to'],
  ['--update', 'writes new snapshots'],
]

export const command: Command = {
  usage: ['npm test [-- FILTER]   runs the tests of all packages on their own stack; FILTER is part of a file name'],
  options: TEST_OPTIONS,
  example: 'npm test -- --project e2e every-ending',
  run: (args) => runTests(args, async () => []),
}

/** Runs the projects that the mode allows and those that `longer` names. Returns the exit status. */
export async function runTests(
  args: readonly string[],
  longer: (mode: Mode) => Promise<readonly string[]>,
): Promise<number> {
  const unknown = args.find((arg) => arg.startsWith('-') && !VITEST_OPTIONS.test(arg))
  if (unknown !== undefined) throw unknownArgument(unknown)
  const { mode, reason } = await chooseMode(process.env.BISTRO_STACK)
  if (mode === 'memory')
    say(style.yellow(`e2e: SKIPPED (${reason}): these tests kill processes and read real topics. npm run doctor`))
  const chromium = await findChromium()
  if (chromium !== undefined) process.env.BISTRO_CHROMIUM = chromium
  const projects = [...PROJECTS[mode], ...(await longer(mode))]
  return runInForeground(bin('vitest'), [
    'run',
    ...(args.some((arg) => arg.startsWith('--project')) ? [] : projects.map((name) => `--project=${name}`)),
    ...args,
  ])
}

/** Those of the console's pages, with the machine's own browser. */
async function browserTests(): Promise<string[]> {
  if ((await findChromium()) !== undefined) return ['browser']
  say(style.yellow('browser: SKIPPED (there is no Chromium): install it, or set BISTRO_CHROMIUM to its file'))
  return []
}

/** The tests of many minutes that this machine can run; of the others it says why not. */
export async function longerTests(mode: Mode): Promise<string[]> {
  const engine = await findEngine()
  if (engine.state === 'answers') process.env.BISTRO_COMPOSE = '1'
  else say(style.yellow(`compose: SKIPPED (${engine.why})`))
  const browser = await browserTests()
  return [
    ...browser,
    'soak',
    ...(mode === 'memory' ? [] : ['long', 'chaos', 'nightly']),
    ...(engine.state === 'answers' ? ['compose'] : []),
  ]
}
