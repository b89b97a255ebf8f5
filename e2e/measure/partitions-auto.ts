import { setTimeout as delay } from 'node:timers/promises'
import { type Arranged, arrange, followRecords, ORDINARY, reserve } from '@bistro/client'
import { topics } from '@bistro/events'
import { begin } from '../support/command-line.ts'
import type { HostedStack } from '../support/hosted-stack.ts'
import { processesOf } from '../support/replicas.ts'
import { steadily } from '../support/steadily.ts'
import { summary } from './figures.ts'
import { onOwnStack } from './on-own-stack.ts'

// A load that doubles and doubles again, beside `npm run partitions -- auto`: what it does, and how long sagas take meanwhile.
const SAGAS_PER_SECOND = [20, 40, 80]
const PHASE_MS = 35_000
/** Then this service hangs, at the first pace, for longer than the group waits for it. */
const HANGS = 'payment'
const HANGS_MS = 75_000
const LATE_MS = 30_000
const TABLES = 40
const GUEST = { ...ORDINARY, seatsOfEvening: 100_000, creditLimitCents: 1_000_000_000 }

async function measure(own: HostedStack): Promise<void> {
  const arranged = await Promise.all(Array.from({ length: TABLES }, () => arrange(own.manifest, GUEST)))
  const begunMs = new Map<string, number>()
  const tookMs: number[] = []
  const watcher = await followRecords(own.manifest, { topics: [topics.order] }, ({ headers }) => {
    const startedMs = begunMs.get(headers.ce_subject ?? '')
    if (headers.ce_type === 'bistro.order.OrderDelivered' && startedMs !== undefined)
      tookMs.push(performance.now() - startedMs)
  })
  const visit = async (): Promise<void> => {
    const startedMs = performance.now()
    const answer = await reserve(own.manifest, arranged[begunMs.size % TABLES] as Arranged, GUEST).catch(
      () => undefined,
    )
    if (typeof answer?.body.orderId === 'string') begunMs.set(answer.body.orderId, startedMs)
  }
  const auto = begin(own, 'partitions', 'auto')
  const phase = async (perSecond: number, ms: number): Promise<void> => {
    const [before, told] = [begunMs.size, auto.output().length]
    const doors = steadily(perSecond, visit)
    await delay(ms)
    await doors.close()
    const begun = ((begunMs.size - before) / ms) * 1_000
    console.log(
      `${perSecond} sagas a second wanted, ${begun.toFixed(0)} begun; delivered: ${summary(tookMs.splice(0))}`,
    )
    console.log(auto.output().slice(told))
  }
  for (const perSecond of SAGAS_PER_SECOND) await phase(perSecond, PHASE_MS)
  const [{ pid } = {}] = await processesOf(own, HANGS)
  if (pid === undefined) throw new Error(`no process of ${HANGS} runs`)
  process.kill(pid, 'SIGSTOP')
  console.log(`${HANGS} hangs`)
  await phase(SAGAS_PER_SECOND[0] ?? 1, HANGS_MS)
  process.kill(pid, 'SIGCONT')
  for (let waitedMs = 0; waitedMs < LATE_MS && tookMs.length < begunMs.size; waitedMs += 1_000) await delay(1_000)
  await auto.interrupt()
  await watcher.close()
}

await onOwnStack(measure)
