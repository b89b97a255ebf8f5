import { type Arguments, BREAK_HELP, FAULT_HELP, readArguments, USAGE, UsageError } from './arguments.ts'
import { BREAKS } from './breaks.ts'
import { type Campaign, campaign } from './campaign.ts'
import { FAULT_NAMES } from './faults.ts'
import { counts } from './report/counts.ts'
import { inWords, timeline } from './report/timeline.ts'
import { SAFETY_NETS, type SafetyNets } from './safety-nets.ts'
import { shrink } from './shrink.ts'
import { simulate } from './simulate.ts'

const VIOLATED_STATUS = 1
const USAGE_STATUS = 2
const PROGRESS_MS = 2_000
const MS_PER_S = 1_000
const US_PER_S = 1_000_000

async function main(args: readonly string[]): Promise<number> {
  const asked = readArguments(args)
  if (asked.ask === 'help') return say(`${USAGE}\n\nFaults:\n${FAULT_HELP}`)
  if (asked.ask === 'breaks')
    return say(`npm run sim -- --break NAME removes one safety net and shows what it prevents:\n\n${BREAK_HELP}`)
  const broken = asked.breakName === undefined ? undefined : BREAKS[asked.breakName]
  if (broken) say(`Break ${asked.breakName}: ${broken.what}`)
  const nets = broken?.nets ?? SAFETY_NETS
  return asked.trace ? drawOne(asked, nets) : runMany(asked, nets)
}

const say = (text: string): 0 => {
  console.log(text)
  return 0
}

async function drawOne({ firstSeed, sagas, faults }: Arguments, nets: SafetyNets): Promise<number> {
  const result = await simulate({ seed: firstSeed, sagas, faults, nets, trace: true })
  say(timeline(result))
  say(`\nhash ${result.hash}, ${result.steps} steps, ${result.events} events, ${result.injected.length} faults`)
  return result.violations.length > 0 ? VIOLATED_STATUS : 0
}

async function runMany(asked: Arguments, nets: SafetyNets): Promise<number> {
  const started = performance.now()
  let told = started
  const onRun = (soFar: Campaign): void => {
    if (performance.now() - told < PROGRESS_MS) return
    told = performance.now()
    say(`  ${soFar.runs} of ${asked.runs} runs, ${speed(soFar, started)}`)
  }
  const done = await campaign({ ...asked, nets, onRun })
  say(`${done.runs} runs of ${asked.sagas} sagas, ${done.events} events, ${done.steps} steps: ${speed(done, started)}`)
  say(counts('\nEndings reached', done.endings))
  say(counts('\nFaults injected', done.faults))
  if (done.failure) return explain(asked, done.failure)
  say(
    asked.breakName
      ? '\nNo invariant was violated in these runs, although the safety net is missing.'
      : '\nNo invariant was violated; every saga ended.',
  )
  return 0
}

function speed({ runs, sagas }: Campaign, started: number): string {
  const seconds = (performance.now() - started) / MS_PER_S
  const cpuSeconds = process.cpuUsage().user / US_PER_S
  return `${(runs / seconds).toFixed(1)} runs/s, ${Math.round(sagas / seconds)} sagas/s (${Math.round(sagas / cpuSeconds)} per second of CPU)`
}

async function explain(asked: Arguments, { options, result }: NonNullable<Campaign['failure']>): Promise<number> {
  const first = result.violations[0]
  say(`\nVIOLATED at seed ${options.seed}: ${first ? inWords(first) : ''}`)
  const { violations, injected, endings, lines } = await shrink(options, result)
  say(
    `\nThe shortest trace with the same failure: ${amount(endings.length, 'saga')} of ${options.sagas}, ${amount(injected.length, 'fault')}, ${lines.length} lines.\n`,
  )
  say(timeline({ lines, violations }))
  say(`\nThe whole run: npm run sim -- ${replayOf(asked, options.seed)} --trace`)
  return VIOLATED_STATUS
}

function replayOf({ sagas, faults, breakName }: Arguments, seed: number): string {
  const broken = breakName === undefined ? '' : ` --break ${breakName}`
  return `--seed ${seed} --sagas ${sagas} --faults ${faultsText(faults)}${broken}`
}

const amount = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

const faultsText = (faults: Arguments['faults']): string =>
  faults.length === FAULT_NAMES.length ? 'all' : faults.join(',') || 'none'

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exitCode = USAGE_STATUS
}
