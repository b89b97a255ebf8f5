import { randomUUID } from 'node:crypto'
import { arrange, ORDINARY, type ProcessName, readEvents, reserve, type Wishes, watchSagas } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { orderIdOf, paymentIdOf } from '@bistro/events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { begin, type } from '../support/command-line.ts'
import { forge, produce } from '../support/forged.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const DECLINED: Wishes = { ...ORDINARY, cardToken: 'tok_declined' }
const SOON = { timeout: 20_000, interval: 1_000 }
/** The payment's first two versions are those of a saga that went well. */
const NEXT_OF_PAYMENT = 3

let stack: HostedStack
beforeAll(async () => {
  stack = await startHostedStack({ settings: WITHOUT_CONSOLE })
})
afterAll(() => stack?.stop())

const act = (action: 'kill' | 'stop' | 'start', name: ProcessName) => askStack(stack.controlSocket, { action, name })

/** Resolves when the saga has ended. */
async function play(wishes: Wishes): Promise<string> {
  const reader = await readEvents(stack.manifest)
  const sagas = watchSagas(reader)
  const reservationId = textIn(
    await reserve(stack.manifest, await arrange(stack.manifest, wishes), wishes),
    'reservationId',
  )
  await endOf(sagas, reservationId)
  await reader.close()
  return reservationId
}

describe('whoever asks where a saga is, is told', () => {
  it('its events with what led to them, what they say and what they undo, and how it stands now', async () => {
    const id = await play(DECLINED)
    await expect.poll(() => type(stack, 'saga', id).output, SOON).toMatch(/Waits for\n {2}nothing\n/)
    const { status, output } = type(stack, 'saga', paymentIdOf(orderIdOf(id)))
    expect([status, output]).toEqual([
      0,
      expect.stringContaining(`Saga ${id}: ended with OrderCancelled (payment_failed)`),
    ])
    expect(output).toMatch(
      /customer +CreditReleased@3 +<- OrderCancelled {2}undoes CreditReserved\n +amount 119\.00 EUR\n/,
    )
    expect(output).toMatch(
      /payment +PaymentFailed@2 +<- PaymentRequested {2}undoes PaymentRequested\n +reason declined\n/,
    )
    expect(output).toMatch(/Now\n {2}reservation +cancelled/)
    expect(output).not.toContain('tok_declined')
  })

  it('that a service is down since when, by the saga and by the audit, and what to type', async () => {
    const arranged = await arrange(stack.manifest, ORDINARY)
    await act('kill', 'payment')
    const id = textIn(await reserve(stack.manifest, arranged, ORDINARY), 'reservationId')
    const waits =
      /payment has yet to read OrderValidated \(order, version 2\), for \d+ s; payment has been down since \d\d:\d\d:\d\dZ \(connection refused\)/
    await expect.poll(() => type(stack, 'saga', orderIdOf(id)).output, SOON).toMatch(waits)
    expect(type(stack, 'saga', id).output).toContain('What to do\n  npm run stack -- start payment\n')

    const audited = type(stack, 'audit')
    expect(audited).toEqual({ status: 1, output: expect.stringMatching(waits) })
    expect(audited.output).toContain(`  ${id}  began `)
    expect(audited.output).toMatch(/payment is unavailable since [^\n]*\n\n {2}Type: npm run stack -- start payment\n/)
    expect(audited.output).toMatch(/No violation. Sagas that wait for payment were not checked/)

    await act('start', 'payment')
    await expect.poll(() => type(stack, 'saga', '--open').output, SOON).toBe('No saga is unfinished.\n')
    expect(type(stack, 'audit')).toMatchObject({ status: 0 })
  })

  it('what is unavailable, by an audit that cannot look', async () => {
    await act('stop', 'kafka')
    try {
      const { status, output } = type(stack, 'audit')
      expect(output).toMatch(
        /the broker \(kafka\) is unavailable since \d\d:\d\d:\d\dZ: [^\n]*does not answer \(connection refused\)/,
      )
      expect(output).toContain('  Type: npm run stack -- start kafka\n')
      expect([status, output]).toEqual([1, expect.not.stringMatching(/\n +at /)])
      expect(type(stack, 'replay', 'order', 'evenings')).toEqual({
        status: 1,
        output: expect.stringMatching(
          /^\n?the broker \(kafka\) is unavailable since [^\n]*\n\n {2}Type: npm run stack -- start kafka\n/,
        ),
      })
      expect(type(stack, 'tail')).toEqual({
        status: 1,
        output: expect.stringMatching(/The broker at [^\n]* does not answer/),
      })
    } finally {
      await act('start', 'kafka')
    }
  })

  it('which message was parked, and how to go on; and what cannot be decoded is said as such', async () => {
    const id = await play(ORDINARY)
    const stream = orderIdOf(id)
    await produce(stack.manifest, 'payment', [
      forge('payment', 'PaymentFailed', { stream, version: NEXT_OF_PAYMENT, value: Buffer.of(1, 2) }),
    ])
    await expect
      .poll(() => type(stack, 'saga', stream).output, SOON)
      .toMatch(/order reads PaymentFailed: parked at order for \d+ s \(poison: /)
    const { output } = type(stack, 'saga', '--open')
    expect(output).toMatch(new RegExp(`${id}[^\n]*\n +order reads PaymentFailed: parked`))
    const [, parkedId] = /(http:[^\n ]*\/parked\/[0-9a-f-]{36})\/retry/.exec(type(stack, 'saga', id).output) ?? []
    expect(parkedId).toContain(stack.manifest.services.order.url)

    const tail = begin(stack, 'tail', 'payment', '--from-beginning')
    await expect
      .poll(() => tail.output(), SOON)
      .toMatch(/payment +PaymentFailed@3 [^\n]*not decoded \(bistro\.payment\.v1\//)
    expect(tail.output()).toMatch(
      new RegExp(`payment +PaymentProcessed@2 +${stream} {2}saga ${id} {2}amount 51\\.00 EUR`),
    )
    expect(await tail.interrupt()).toBe(0)
  })

  it.each([
    ['an id that nobody has', randomUUID(), 1, /Unknown id/],
    ['what is no id', 'last-one', 2, /Invalid ID 'last-one'/],
    ['nothing', '', 2, /Invalid ID ''/],
  ])('that there is no saga, for %s', (_, id, status, words) => {
    expect(type(stack, 'saga', id)).toEqual({ status, output: expect.stringMatching(words) })
  })

  it('which sagas begin so, where several do', async () => {
    const arranged = await arrange(stack.manifest, ORDINARY)
    const ids = await Promise.all(
      [1, 2].map(async () =>
        textIn(await reserve(stack.manifest, arranged, { ...ORDINARY, seats: 1 }), 'reservationId'),
      ),
    )
    const { status, output } = type(stack, 'saga', arranged.customerId)
    expect(status).toBe(1)
    for (const id of ids) expect(output).toContain(`npm run saga -- ${id}\n`)
  })
})
