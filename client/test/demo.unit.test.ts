import { setTimeout as delay } from 'node:timers/promises'
import { endsWith } from '@bistro/oracle/endings'
import { describe, expect, it } from 'vitest'
import { ENDINGS, type Ending } from '../src/demo/endings.ts'
import { allowed } from '../src/demo/judge.ts'
import { type Outage, type Outages, outageText, watchOutages } from '../src/demo/outages.ts'
import type { Condition } from '../src/demo/probe.ts'
import { retryUntilAvailable, waitFor, waitForEvent } from '../src/demo/retry.ts'
import { stillToCome, undoneIn } from '../src/demo/undone.ts'
import { StackError } from '../src/errors.ts'
import { watchSagas } from '../src/events/sagas.ts'
import type { EventReader } from '../src/events/seen.ts'
import { Unavailable } from '../src/guest/http.ts'

const given = (text: string): Ending => {
  const ending = ENDINGS.find((one) => one.given === text)
  if (!ending) throw new Error(`no ending given '${text}'`)
  return ending
}
const BOOKED = given('guest cancels while the parcel is booked')
const HAPPY = given('enough seats, credit, a good card, a served address')

describe('what may come of an ending', () => {
  it('is what the domain says, and nothing else while all is well', () => {
    for (const ending of ENDINGS) expect(allowed(ending, endsWith(ending), false).results).toEqual([ending])
    expect(allowed(HAPPY, 'OrderCancelled{payment_failed}', false).results).toEqual([])
  })

  it('is also the ending that came before the guest had cancelled, by name', () => {
    const { results, note } = allowed(BOOKED, 'OrderDelivered', false)
    expect(results).toMatchObject([{ event: 'OrderDelivered', remains: { credit: 'debited' } }])
    expect(note).toBe(' (it came first)')
    expect(ENDINGS.filter(({ number }) => number === 9).every(({ cameFirst }) => cameFirst)).toBe(true)
  })

  it('is also what deadlines and holds allow if something was down, and then nothing is left behind', () => {
    const { results, note } = allowed(HAPPY, 'OrderCancelled{payment_failed}', true)
    expect(results).toMatchObject([{ remains: { credit: 'free', seats: 'free', money: 'none' } }])
    expect(note).toBe(' (after the outage)')
    expect(allowed(HAPPY, 'OrderCancelled{hold_expired}', true).results).toEqual([])
    const hold = given('the hold expires before a slow card is charged')
    expect(allowed(hold, 'OrderDelivered', true).results).toHaveLength(1)
    const poor = given('balance above the credit available')
    expect(allowed(poor, 'OrderCancelled{payment_failed}', true).results).toEqual([])
  })
})

describe('an outage', () => {
  const at = (name: string, sinceMs: number, how: Outage['how'] = 'down'): Outage => ({ name, how, sinceMs })

  it('is said with its length', () => {
    expect(outageText([], 0)).toBe('')
    expect(outageText([at('payment', 1_000)], 4_200)).toBe('payment has been down for 3 s')
    expect(outageText([at('psp', 0), at('kafka', 2_000), at('order', 3_000, 'not ready')], 4_000)).toBe(
      'psp and kafka have been down for 4 s; order has not been ready for 1 s',
    )
  })

  it('begins at once where a connection is refused, and at the second silence in a row otherwise', async () => {
    let condition: Condition = 'well'
    const watch = watchOutages([{ name: 'payment', look: async () => condition }])
    try {
      await watch.looked
      expect(watch.now()).toEqual([])
      condition = 'silent'
      await delay(600)
      expect(watch.now()).toEqual([])
      await expect.poll(watch.now, { timeout: 2_000 }).toMatchObject([{ name: 'payment', how: 'down' }])
      const startedMs = performance.now()
      condition = 'well'
      await expect.poll(watch.now, { timeout: 2_000 }).toEqual([])
      expect(watch.sawSince(startedMs)).toBe(true)
      expect(watch.sawSince(performance.now())).toBe(false)
      condition = 'down'
      await delay(600)
      expect(watch.now()).toHaveLength(1)
    } finally {
      watch.stop()
    }
  })

  const outagesOf = (down: () => boolean): Outages => ({
    now: () => (down() ? [at('payment', 0)] : []),
    sawSince: () => true,
  })

  it('of the log for good is told at once to whoever waits for an event', async () => {
    const reader: EventReader = { subscribe: () => {}, ended: Promise.resolve('no codec'), close: async () => {} }
    const wanted = { sagaId: 'r1', isMeant: () => true, timeoutMs: 60_000 }
    const calm = outagesOf(() => false)
    const waiting = waitForEvent(watchSagas(reader), calm, wanted)
    await expect(waiting).rejects.toMatchObject({ message: 'The events can no longer be read: no codec.' })
  })

  it('is not counted by whoever waits', async () => {
    const startedMs = performance.now()
    const outages = outagesOf(() => performance.now() - startedMs < 600)
    const look = (): true | undefined => (performance.now() - startedMs > 700 ? true : undefined)
    expect(await waitFor(outages, 300, look)).toBe(true)
    const never = await waitFor(
      outagesOf(() => false),
      300,
      () => undefined,
    )
    expect(never).toBeUndefined()
  })

  it('makes a call be made again, and nothing else does', async () => {
    let calls = 0
    const answer = async (): Promise<number> => {
      calls += 1
      if (calls < 3) throw new Unavailable('nobody answers')
      return calls
    }
    const calm = outagesOf(() => false)
    expect(await retryUntilAvailable(calm, answer)).toBe(3)
    const refused = retryUntilAvailable(calm, async () => Promise.reject(new StackError('400')))
    await expect(refused).rejects.toThrow('400')
  })
})

describe('a saga that has ended', () => {
  const HELD = ['ReservationHeld', 'OrderRequested', 'CreditReserved', 'OrderValidated', 'PaymentRequested']

  it('is waited for until its undos have come', () => {
    expect(stillToCome(new Set(HELD))).toEqual([])
    expect(stillToCome(new Set([...HELD, 'OrderDelivered']))).toEqual(['CreditDebited'])
    const refunded = new Set([...HELD, 'PaymentProcessed', 'OrderCancelled'])
    expect(stillToCome(refunded)).toEqual([
      'ReservationCancelled or ReservationExpired',
      'CreditReleased',
      'PaymentRefunded or PaymentRefundFailed',
    ])
    for (const type of ['ReservationCancelled', 'CreditReleased', 'PaymentRefunded']) refunded.add(type)
    expect(stillToCome(refunded)).toEqual([])
    expect(stillToCome(new Set([...HELD, 'ReservationExpired', 'OrderCancelled', 'CreditReleased']))).toEqual([
      'PaymentFailed',
    ])
  })

  it('tells what was undone', () => {
    expect(undoneIn(new Set([...HELD, 'PaymentProcessed', 'OrderDelivered', 'CreditDebited']))).toEqual([])
    const types = [...HELD, 'PaymentProcessed', 'ShipmentScheduled', 'ShipmentFailed', 'OrderCancelled']
    const undos = ['CreditReleased', 'ReservationCancelled', 'PaymentRefundFailed', 'PaymentRefunded']
    expect(undoneIn(new Set([...types, ...undos])).map(({ what, event }) => `${what}: ${event}`)).toEqual([
      'seats: ReservationCancelled',
      'credit: CreditReleased',
      'deposit: PaymentRefunded',
      'parcel: ShipmentFailed',
    ])
  })
})
