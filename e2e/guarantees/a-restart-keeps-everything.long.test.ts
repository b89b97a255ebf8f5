import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit } from '@bistro/audit'
import { type Arranged, arrange, call, type Manifest, ORDINARY, readEvents, watchSagas } from '@bistro/client'
import { orderIdOf, topics } from '@bistro/events'
import { deleteData } from '@bistro/stack'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type } from '../support/command-line.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { post, type RawAnswer } from '../support/http.ts'
import { leftBehind } from '../support/left-behind.ts'
import { plainClient, readTopics, type TopicRecord } from '../support/records.ts'
import { goodReservation, newKey } from '../support/requests.ts'
import { endOf } from '../support/sagas.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-e2e-restart-'))
const key = newKey()

let stack: HostedStack
let arranged: Arranged
let reserved: RawAnswer
let before: { records: TopicRecord[]; answers: object[] }

/** Everything is stopped and started again between the first saga and the first test. */
beforeAll(async () => {
  stack = await startHostedStack({ dataDir })
  arranged = await arrange(stack.manifest, ORDINARY)
  reserved = await deliver(stack.manifest, key)
  before = { records: await recordsOf(stack.manifest), answers: await answersOf(stack.manifest) }
  await stack.stop()
  stack = await startHostedStack({ dataDir, portBase: stack.manifest.portBase })
})

afterAll(async () => {
  await stack?.stop()
  deleteData(dataDir)
})

describe('after everything was stopped and started again', () => {
  it('the topics hold the same records, and the registry still decodes each by its id', async () => {
    const records = await recordsOf(stack.manifest)
    expect(records.map(identityOf).sort()).toEqual(before.records.map(identityOf).sort())
    const registry = new SchemaRegistry({ host: stack.manifest.registry.url })
    for (const { headers, value } of records)
      expect(Object.values(await registry.decode(value))[0]).toBe(headers.ce_subject)
  })

  it('every service answers as before, and so does the card provider', async () => {
    expect(await answersOf(stack.manifest)).toEqual(before.answers)
  })

  it('the same Idempotency-Key gets the same answer', async () => {
    const again = await reserve(stack.manifest, key)
    expect({ status: again.status, body: again.body }).toEqual({ status: reserved.status, body: reserved.body })
  })

  it('the same guest can go on', async () => {
    const { body } = await deliver(stack.manifest, newKey())
    expect(body.reservationId).not.toBe(reserved.body.reservationId)
    const { seatsConfirmed } = await leftBehind(stack.manifest, arranged, [])
    expect(seatsConfirmed).toBe(2)
  })
})

const reserve = ({ services }: Manifest, idempotencyKey: Record<string, string>): Promise<RawAnswer> =>
  post(`${services.reservation.url}/reservations`, goodReservation(arranged), {
    ...idempotencyKey,
    'consistency-token': arranged.tokens.join(','),
  })

async function deliver(manifest: Manifest, idempotencyKey: Record<string, string>): Promise<RawAnswer> {
  const reader = await readEvents(manifest)
  try {
    const sagas = watchSagas(reader)
    const answer = await reserve(manifest, idempotencyKey)
    const reservationId = String(answer.body.reservationId)
    expect(await endOf(sagas, reservationId)).toBe('OrderDelivered')
    const debited = await sagas.until(reservationId, ({ type }) => type === 'CreditDebited', 10_000)
    expect(debited).toBeDefined()
    return answer
  } finally {
    await reader.close()
  }
}

const recordsOf = ({ kafka }: Manifest): Promise<TopicRecord[]> =>
  readTopics(plainClient(kafka.bootstrap, kafka.reader, 5), Object.values(topics))

const identityOf = ({ topic, headers, value }: TopicRecord): string =>
  `${topic} ${JSON.stringify(Object.entries(headers).sort())} ${value.toString('hex')}`

async function answersOf(manifest: Manifest): Promise<object[]> {
  const { customer, order, payment, reservation, shipping } = manifest.services
  const reservationId = String(reserved.body.reservationId)
  const orderId = orderIdOf(reservationId)
  const urls = [
    `${customer.url}/customers/${arranged.customerId}`,
    `${customer.url}/customers/${arranged.customerId}/reservations`,
    `${reservation.url}/evenings/${arranged.eveningId}`,
    `${reservation.url}/evenings`,
    `${reservation.url}/reservations/${reservationId}`,
    `${order.url}/orders/${orderId}`,
    `${payment.url}/payments/${orderId}`,
    `${shipping.url}/shipments/${orderId}`,
  ]
  const answers = await Promise.all(urls.map((url) => call(url)))
  expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 200))
  return [...answers, await leftBehind(manifest, arranged, [orderId])]
}

describe('after the disk of one database was lost', () => {
  it('its service is not started, as it would begin its streams anew; restored, it is as before', async () => {
    const answers = await answersOf(stack.manifest)
    await stack.stop()
    rmSync(join(dataDir, 'postgres', 'payment'), { recursive: true })
    const notes: string[] = []
    stack = await startHostedStack({
      ...{ dataDir, portBase: stack.manifest.portBase },
      onProgress: (step) => void (step.kind === 'note' && notes.push(step.text)),
    })
    expect(notes).toContainEqual(expect.stringContaining('payment is NOT started'))
    const { status, output } = type(stack, 'restore', 'payment', '--from', 'nothing')
    expect(output).toMatch(/payment does not run\..*payment is ready\./s)
    expect(status).toBe(0)
    expect(await answersOf(stack.manifest)).toEqual(answers)
    await expect
      .poll(async () => (await audit(stack.manifest)).findings.flatMap(({ violations }) => violations))
      .toEqual([])
  }, 300_000)
})
