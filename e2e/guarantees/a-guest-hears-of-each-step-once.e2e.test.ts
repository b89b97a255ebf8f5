import {
  answerTo,
  arrange,
  call,
  ORDINARY,
  readEvents,
  reserve,
  routesOf,
  type Wishes,
  watchSagas,
} from '@bistro/client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { linkIn, mailsWith, toldOf } from '../support/mails.ts'
import { goodCustomer } from '../support/requests.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { kill, manifest, restore } from '../support/shared-stack.ts'

const SOON = { timeout: 20_000, interval: 100 }

let reader: Awaited<ReturnType<typeof readEvents>>
let sagas: ReturnType<typeof watchSagas>
beforeAll(async () => {
  reader = await readEvents(manifest)
  sagas = watchSagas(reader)
})
afterAll(() => reader?.close())
afterEach(async () => {
  await restore('mail')
  await restore('notification')
})

async function begin(wishes: Partial<Wishes> = {}): Promise<string> {
  const all = { ...ORDINARY, ...wishes }
  return textIn(await reserve(manifest, await arrange(manifest, all), all), 'reservationId')
}

const sent = (reservationId: string) =>
  toldOf(manifest, reservationId).then((told) => told.map(({ kind, status }) => `${kind} ${status}`).sort())

/** Each message that notification lists has arrived once, and nothing else has. @returns what the pages behind the links say, by kind */
async function arrivedOnce(reservationId: string): Promise<Record<string, unknown>> {
  const told = await toldOf(manifest, reservationId)
  const pages = told.map(async ({ id, kind }): Promise<[string, unknown]> => {
    const mails = await mailsWith(manifest, id)
    expect(mails, kind).toHaveLength(1)
    return [kind, (await call(linkIn(mails[0] ?? { text: '' }))).body]
  })
  return Object.fromEntries(await Promise.all(pages))
}

describe('a guest', () => {
  it('of a saga that ends well gets four mails, each once, and sees what they say', async () => {
    const reservationId = await begin()
    expect(await endOf(sagas, reservationId)).toBe('OrderDelivered')
    await expect
      .poll(() => sent(reservationId), SOON)
      .toEqual(['confirmed sent', 'delivered sent', 'held sent', 'on_its_way sent'])
    expect(await arrivedOnce(reservationId)).toMatchObject({
      held: { reservationId, status: 'confirmed' },
      confirmed: { items: [{ reservationId, status: 'confirmed' }] },
      on_its_way: { status: 'delivered', trackingNumber: expect.any(String) },
      delivered: { reservationId, status: 'delivered' },
    })
  })

  it('of a cancelled one gets two, and learns why and what happens to the money', async () => {
    const reservationId = await begin({ postcode: '00000' })
    expect(await endOf(sagas, reservationId)).toBe('OrderCancelled')
    await expect.poll(() => sent(reservationId), SOON).toEqual(['cancelled sent', 'confirmed sent', 'held sent'])
    expect(await arrivedOnce(reservationId)).toMatchObject({
      cancelled: { status: 'cancelled', reason: 'cannot_ship' },
    })
    const told = (await toldOf(manifest, reservationId)).find(({ kind }) => kind === 'cancelled')
    const [mail] = await mailsWith(manifest, String(told?.id))
    expect(mail?.text.replaceAll(/\s+/g, ' ')).toContain('Your deposit of 51.00 EUR goes back to your card.')
  })

  it('gets a mail once where its server takes it and the answer is lost', async () => {
    const body = { ...goodCustomer, email: 'lost-answer@example.com' }
    const customers = routesOf(manifest, 'customer')
    const account = await answerTo('POST /customers', () => customers.POST('/customers', { body }))
    const { eveningId, tokens } = await arrange(manifest, ORDINARY)
    const arranged = { customerId: textIn(account, 'customerId'), eveningId, tokens: [account.token, ...tokens] }
    const reservationId = textIn(await reserve(manifest, arranged, ORDINARY), 'reservationId')
    await expect.poll(() => sent(reservationId), SOON).toContain('held sent')
    const held = (await toldOf(manifest, reservationId)).find(({ kind }) => kind === 'held')
    expect(await mailsWith(manifest, String(held?.id))).toMatchObject([{ to: body.email, copies: 2 }])
  })
})

it('operators hear of a refund that is left to them, the guest once that it is late', async () => {
  const reservationId = await begin({ postcode: '00000', cardToken: 'tok_refund_never' })
  await expect
    .poll(() => sent(reservationId), SOON)
    .toEqual(['cancelled sent', 'confirmed sent', 'held sent', 'refund_late sent', 'refund_left sent'])
  const left = (await toldOf(manifest, reservationId)).find(({ kind }) => kind === 'refund_left')
  const [alert, ...more] = await mailsWith(manifest, String(left?.id))
  expect([alert?.to, alert?.text, more]).toEqual(['operators', expect.stringContaining(reservationId), []])
  const [late] = (await mailsWith(manifest, reservationId)).filter(({ to }) => to === 'operators')
  expect((await call(linkIn(late ?? { text: '' }))).body).toMatchObject({ status: 'refund_failed' })
})

it('mail server and notification killed meanwhile: each mail arrives once all the same', async () => {
  await Promise.all([kill('mail'), kill('notification')])
  const ids = await Promise.all([begin(), begin({ cardToken: 'tok_declined' })])
  expect(await Promise.all(ids.map((id) => endOf(sagas, id)))).toEqual(['OrderDelivered', 'OrderCancelled'])
  await restore('notification')
  await restore('mail')
  await expect
    .poll(() => Promise.all(ids.map(sent)), SOON)
    .toEqual([
      ['confirmed sent', 'delivered sent', 'held sent', 'on_its_way sent'],
      ['cancelled sent', 'held sent'],
    ])
  for (const id of ids) await arrivedOnce(id)
})
