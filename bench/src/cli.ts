import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseFault } from '@bistro/cli/terminal'
import { BENCHES } from './benches/index.ts'
import type { Bench } from './harness/bench.ts'
import { comparisonPage } from './harness/compare.ts'
import { pageOf } from './harness/page.ts'
import { keepFiles } from './harness/render.ts'
import { keepResult, readResult, textOf } from './harness/result.ts'
import { runBench } from './harness/run.ts'

const USAGE = `Usage:
  npm run bench -- <name>|all [--repeats <n>] [--seconds <n>] [--warm-up <n>]
  npm run bench -- <name> --only <subject>[,<subject>]   shows the results, keeps nothing
  npm run bench -- <name> --smoke                         shows in seconds that the bench works; keeps no results
  npm run bench -- peers --report <file> [--pause]        compares saga and two-phase commit on a page of their own
  npm run bench -- saga --only saturation --prof <service> --prof-dir <folder>
  npm run bench -- compare <folder> [<folder>]            what changed between two folders of results (default: to those kept)

Options:
  --repeats N       runs of each subject (default: set by each bench)
  --seconds N       seconds of load in each run (default: set by each bench)
  --warm-up N       seconds of load before that (default: set by each bench)
  --only NAMES      only these subjects; results are shown and not kept (default: all subjects, results kept)
  --smoke           shows in seconds that the bench works; keeps no results
  --report FILE     writes the page FILE and its figures, FILE.json, in minutes; keeps nothing else (peers)
  --pause           leaves what it has killed down until Enter is pressed (peers)
  --prof SERVICE    takes a CPU profile of this service
  --prof-dir DIR    directory of the profile (default: current directory)
  -h, --help        shows this help

Example:
  npm run bench -- saga --smoke

Results are kept in bench/results; BISTRO_PORT_BASE sets the ports (default: free ports). Benches and their subjects:
${BENCHES.map(({ about }) => `  ${about.name.padEnd(10)} ${about.subjects.join(', ')}`).join('\n')}`

const OPTIONS = {
  repeats: { type: 'string' },
  seconds: { type: 'string' },
  'warm-up': { type: 'string' },
  only: { type: 'string' },
  smoke: { type: 'boolean', default: false },
  report: { type: 'string' },
  pause: { type: 'boolean', default: false },
  prof: { type: 'string' },
  'prof-dir': { type: 'string', default: '.' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const USAGE_STATUS = 2
const INTERRUPTED_STATUS = 130
const args = process.argv.slice(2)

function explain(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`)
  process.exit(USAGE_STATUS)
}

function parsed() {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    return explain(parseFault(error))
  }
}

const { values, positionals } = parsed()
const say = (line: string): void => console.log(line)
const number = (text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text)
  return value > 0 ? value : explain(`'${text}' is not a number above 0.`)
}

async function runOne(bench: Bench): Promise<boolean> {
  const { about } = bench
  const report = values.report === undefined ? undefined : about.report
  if (values.report !== undefined && !report) explain(`${about.name} has no report; peers has one.`)
  const usual = values.smoke ? about.smoke : (report?.length ?? about.length)
  const only = values.only?.split(',') ?? report?.subjects
  const stranger = only?.find((name) => !about.subjects.includes(name))
  if (stranger) explain(`${about.name} has no subject '${stranger}'; it has ${about.subjects.join(', ')}.`)
  const result = await runBench(bench, {
    length: {
      repeats: number(values.repeats, usual.repeats),
      seconds: number(values.seconds, usual.seconds),
      warmUpSeconds: number(values['warm-up'], usual.warmUpSeconds),
    },
    only,
    isSmoke: values.smoke,
    isPaused: values.pause,
    ...(!only &&
      !values.smoke && { yardstick: async () => (await import('./yardstick/yardstick.ts')).measureYardstick() }),
    profile: values.prof ? { service: values.prof, directory: values['prof-dir'] } : undefined,
    say,
    command: ['npm run bench --', about.name, ...args.filter((arg) => !positionals.includes(arg))].join(' '),
  })
  say(`\n${pageOf(about, result)}\n`)
  for (const violation of result.violations ?? []) say(violation)
  if (report && values.report !== undefined) {
    writeFileSync(`${values.report}.json`, textOf(result))
    writeFileSync(values.report, report.page(result))
    say(`The report is in ${values.report}, its figures are in ${values.report}.json.`)
  }
  if (!only && !values.smoke) await keepFiles(about, keepResult(result))
  return (result.violations ?? []).length === 0
}

function compare(before: string | undefined, after: string | undefined): void {
  if (before === undefined) explain('Name a folder of results to compare with, for example a copy of bench/results.')
  const pairs = BENCHES.flatMap(({ about }) => {
    const [one, other] = [readResult(about.name, before), readResult(about.name, after)]
    return one && other ? [{ about, before: one, after: other }] : []
  })
  if (pairs.length === 0) explain(`${before} and ${after ?? 'bench/results'} have no bench in common.`)
  say(comparisonPage(pairs))
}

// Ending this process ends all that it has started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(INTERRUPTED_STATUS))

if (values.pause && !process.stdin.isTTY) explain('--pause waits for Enter, and there is no terminal to press it in.')
if (values.help) say(USAGE)
else if (positionals[0] === 'compare') compare(positionals[1], positionals[2])
else {
  const name = positionals[0] ?? explain("Name a bench, or 'all'.")
  const benches = BENCHES.filter(({ about }) => name === 'all' || about.name === name)
  if (positionals[1] !== undefined) explain(`Unknown argument '${positionals[1]}'.`)
  if (benches.length === 0) explain(`Unknown bench '${name}'.`)
  const passed: boolean[] = []
  for (const bench of benches) passed.push(await runOne(bench))
  process.exitCode = passed.every((one) => one) ? 0 : 1
}
