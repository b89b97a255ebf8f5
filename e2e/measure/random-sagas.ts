import { audit, reportLines } from '@bistro/audit'
import { ENDINGS, type Ending, type Manifest, type Outcome, play, readEvents, watchSagas } from '@bistro/client'
import { dataOf } from '@bistro/http-client'
import { gatewayOf } from '../support/door.ts'
import { UNHURRIED_WORLD } from '../support/unhurried-world.ts'
import { verdict } from './figures.ts'
import { onOwnStack } from './on-own-stack.ts'

// Sagas drawn at random over all endings, so many at a time: each must end as its card, its address and its guest say
// and leave nothing behind, and then the audit of everything that they wrote must be clean. Meanwhile nothing is wrong, so the
// gateway must call no saga stuck.
const SAGAS = 500
const AT_A_TIME = 20
const ALARM_LOOK_MS = 1_000

async function measure(manifest: Manifest): Promise<void> {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  const startedMs = performance.now()
  const alarms = watchAlarms(manifest)
  const outcomes = await inParallel((ending) => play(manifest, sagas, ending))
  const falseAlarms = await alarms.end()
  await reader.close()
  console.log(`${SAGAS} sagas, ${AT_A_TIME} at a time: ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`)
  const wrong = outcomes.filter(({ faults }) => faults.length > 0)
  for (const { ending, endedWith, faults } of wrong)
    console.log(`  ${ending.number} (${ending.given}) ended with ${endedWith}: ${faults.join('; ')}`)
  const report = await audit(manifest)
  for (const line of reportLines(report)) console.log(line)
  const violations = report.findings.reduce((sum, finding) => sum + finding.violations.length, 0)
  verdict('sagas that ended otherwise than they had to', wrong.length, 1, 'sagas')
  verdict('violations found by the audit', violations, 1, 'violations')
  for (const alarm of falseAlarms) console.log(`  ${alarm}`)
  verdict('sagas that the gateway called stuck', falseAlarms.length, 1, 'sagas')
}

/** Collects what the gateway says of stuck sagas, each once. */
function watchAlarms(manifest: Manifest): { end(): Promise<string[]> } {
  const alarms = new Map<string, string>()
  const look = async (): Promise<void> => {
    const { stuck } = await dataOf(gatewayOf(manifest).GET('/api/attention'))
    for (const { reservationId, waitingFor } of stuck)
      alarms.set(
        reservationId,
        `${reservationId} ${waitingFor.map(({ text }) => text).join('; ') || 'without a reason'}`,
      )
  }
  const timer = setInterval(() => void look(), ALARM_LOOK_MS)
  return {
    end: async () => {
      clearInterval(timer)
      await look()
      return [...alarms.values()]
    },
  }
}

async function inParallel(run: (ending: Ending) => Promise<Outcome>): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let left = SAGAS
  const worker = async (): Promise<void> => {
    while (left-- > 0) outcomes.push(await run(ENDINGS[Math.floor(Math.random() * ENDINGS.length)] as Ending))
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  return outcomes
}

await onOwnStack(({ manifest }) => measure(manifest), { settings: UNHURRIED_WORLD })
