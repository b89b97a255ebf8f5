import { setTimeout as delay } from 'node:timers/promises'
import { audit } from '@bistro/audit'
import { type Arranged, arrange, call, followRecords, ORDINARY, reserve, SERVICES } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { topics } from '@bistro/events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { summary } from '../measure/figures.ts'
import { begin, type } from '../support/command-line.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { plainClient, readTopics, streamsWithGaps, throughTheGate } from '../support/records.ts'
import { steadily } from '../support/steadily.ts'
import { readUngated, Ungated } from '../support/ungated.ts'

const GUEST = { ...ORDINARY, seatsOfEvening: 100_000, creditLimitCents: 1_000_000_000 }
const TOPICS = Object.values(topics)
/** Each has a guest and an evening, whose streams live through everything. */
const TABLES = 40
const SAGAS_PER_SECOND = 50
/** A machine that takes fewer sagas gets fewer. */
const MAX_OPEN = 500
const PHASE_MS = 6_000
/** Writers and readers look for new partitions every few seconds. */
const SEEN = { timeout: 60_000, interval: 250 }
const SETTLED = { timeout: 60_000, interval: 250 }

// A stack of its own: its topics have more partitions in the end.
let own: HostedStack
let arranged: Arranged[]
const begunMs = new Map<string, number>()
const deliveredMs = new Map<string, number>()

/** One who finds the door closed does not come again. */
async function visit(): Promise<void> {
  if (begunMs.size - deliveredMs.size > MAX_OPEN) return
  const startedMs = performance.now()
  const answer = await reserve(own.manifest, arranged[begunMs.size % TABLES] as Arranged, GUEST).catch(() => undefined)
  if (typeof answer?.body.orderId === 'string') begunMs.set(answer.body.orderId, startedMs)
}

const ask = (...request: Parameters<typeof askStack>[1][]) =>
  Promise.all(request.map((one) => askStack(own.controlSocket, one)))

async function give(partitions: number): Promise<void> {
  await ask(...TOPICS.map((topic) => ({ action: 'partition' as const, topic, partitions })))
}

/** Resolves when something is written to a new partition of each topic; a service dies and comes back meanwhile. */
async function untilUsed(first: number, name: 'order' | 'payment'): Promise<void> {
  await ask({ action: 'kill', name })
  await ask({ action: 'start', name })
  const { kafka } = own.manifest
  const admin = plainClient(kafka.bootstrap, kafka.reader).admin()
  await admin.connect()
  try {
    await expect
      .poll(async () => {
        const offsets = await Promise.all(TOPICS.map((topic) => admin.fetchTopicOffsets(topic)))
        return offsets.every((all) => all.some(({ partition, high }) => partition >= first && high !== '0'))
      }, SEEN)
      .toBe(true)
  } finally {
    await admin.disconnect()
  }
}

const untilDelivered = (): number[] =>
  [...begunMs].map(([id, startedMs]) => (deliveredMs.get(id) ?? Number.NaN) - startedMs)

beforeAll(async () => {
  own = await startHostedStack()
  arranged = await Promise.all(Array.from({ length: TABLES }, () => arrange(own.manifest, GUEST)))
})
afterAll(() => own?.stop())

it('6, 12, 24 partitions under load, and services that die meanwhile: each saga ends, in order, once', async () => {
  const kafka = plainClient(own.manifest.kafka.bootstrap, own.manifest.kafka.reader, 5)
  const live = {
    earliest: await readUngated(kafka, TOPICS, 'earliest'),
    latest: await readUngated(kafka, TOPICS, 'latest'),
  }
  const watcher = await followRecords(own.manifest, { topics: [topics.order] }, ({ headers }) => {
    if (headers.ce_type === 'bistro.order.OrderDelivered') deliveredMs.set(headers.ce_subject ?? '', performance.now())
  })
  const startedMs = performance.now()
  const doors = steadily(SAGAS_PER_SECOND, visit)
  await delay(PHASE_MS)
  const before = live.earliest.wrongs
  await give(12)
  await untilUsed(6, 'order')
  await delay(PHASE_MS)
  await give(24)
  await untilUsed(12, 'payment')
  await delay(PHASE_MS)
  await doors.close()
  const seconds = (performance.now() - startedMs) / 1_000
  await expect.poll(() => begunMs.size - deliveredMs.size, SETTLED).toBe(0)
  await Promise.all([watcher.close(), live.earliest.close(), live.latest.close()])

  const records = await readTopics(plainClient(own.manifest.kafka.bootstrap, own.manifest.kafka.reader), TOPICS)
  const distinct = throughTheGate(records)
  expect(streamsWithGaps(distinct)).toEqual([])
  const afterwards = new Ungated()
  for (const { headers } of records) afterwards.take(headers)
  const rate = Math.round(begunMs.size / seconds)
  console.log(`${begunMs.size} sagas in ${Math.round(seconds)} s, ${rate} a second; ${distinct.length} events`)
  console.log(`from the request to the delivery: ${summary(untilDelivered())}`)
  console.log('without a gate:', {
    'before partitions were added': before,
    'reading along': live.earliest.wrongs,
    'reading along, new partitions from their end': live.latest.wrongs,
    'reading everything afterwards': afterwards.wrongs,
  })
  expect(before).toMatchObject({ outOfOrder: 0 })
  expect(afterwards.wrongs.outOfOrder).toBeGreaterThan(0)
}, 240_000)

it('nobody has set anything aside, and the audit finds nothing wrong', async () => {
  const { services, operator } = own.manifest
  const parked = await Promise.all(
    SERVICES.map((name) => call(`${services[name].url}/parked`, { operatorToken: operator.token })),
  )
  expect(parked.flatMap(({ body }) => body.items)).toEqual([])
  const report = await audit(own.manifest)
  expect(report.findings.flatMap(({ violations }) => violations)).toEqual([])
}, 120_000)

it('the command shows and plans, says where a stream is, adds, refuses what Kafka cannot do, and watches', async () => {
  const partitions = (...args: string[]) => type(own, 'partitions', ...args)
  expect(partitions('show').output).toMatch(/^bistro\.order\.v1 +24( +\d+){3} +.*payment \d/m)
  expect(
    partitions('show', topics.order)
      .output.split('\n')
      .filter((line) => /^ *\d/.test(line)),
  ).toHaveLength(24)
  const customer = (arranged[0] as Arranged).customerId
  expect(partitions('where', customer).output).toMatch(
    /^bistro\.customer\.v1 +1-\d+ in partition \d+.* \d+ of 24 +\d+ of 25 +\d+ of 48$/m,
  )
  expect(partitions('plan', '48').output).toMatch(/24 to 48 +50\.0 % /)
  const refused = partitions('add', topics.order, '24')
  expect(refused.output).toContain('has 24 partitions. Kafka can add partitions and not take them away.')
  expect(refused.status).toBe(1)
  const added = partitions('add', topics.order, '25')
  expect(added.output).toContain(`${topics.order} has 25 partitions; before, 24.`)
  expect(added.output).toMatch(/\d+ of its \d+ keys move \(9\d\.\d %\)/)
  const auto = begin(own, 'partitions', 'auto')
  await expect.poll(auto.output, SETTLED).toContain('no load')
  expect(await auto.interrupt()).toBe(0)
}, 180_000)
