import { type Arranged, arrange, call, readEvents, reserve, watchSagas } from '@bistro/client'
import { FAST_WORLD } from '@bistro/stack'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { breakOnPurpose, injected, mend } from '../support/faults.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { linkIn, mailsWith } from '../support/mails.ts'
import { CROWD, endOf, textIn } from '../support/sagas.ts'

const GUESTS = 30
const LAG_MS = 3_000
const CONFIRMED = 'Your reservation is confirmed'

let stack: HostedStack
let reader: Awaited<ReturnType<typeof readEvents>>
let sagas: ReturnType<typeof watchSagas>
let arranged: Arranged

beforeAll(async () => {
  stack = await startHostedStack({ settings: { ...FAST_WORLD, BISTRO_FAULTS: 'on' } })
  reader = await readEvents(stack.manifest)
  sagas = watchSagas(reader)
  arranged = await arrange(stack.manifest, CROWD)
})
afterAll(async () => {
  await reader?.close()
  await stack?.stop()
})

const begin = () =>
  Promise.all(
    Array.from({ length: GUESTS }, async () => textIn(await reserve(stack.manifest, arranged, CROWD), 'reservationId')),
  )

/** The reservations that the guest's page shows. */
async function shown(url: string): Promise<string[]> {
  const { items } = (await call(`${url}?limit=100`)).body as { items: { reservationId: string }[] }
  return items.map(({ reservationId }) => reservationId)
}
const page = () => `${stack.manifest.services.customer.url}/customers/${arranged.customerId}/reservations`

/** Looks at the page at each confirmation's event, and at each mail's arrival: how often it did not show the reservation. */
async function race(): Promise<{ lateAtEvent: number; lateAtMail: number }> {
  const atEvent: Promise<boolean>[] = []
  const atMail = new Map<string, Promise<boolean>>()
  const ids = await begin()
  for (const id of ids)
    sagas.follow(id, ({ type }) => {
      if (type === 'Reservation_confirmed') atEvent.push(shown(page()).then((there) => there.includes(id)))
    })
  const look = async (): Promise<number> => {
    for (const mail of await mailsWith(stack.manifest, CONFIRMED)) {
      const id = ids.find((one) => mail.text.includes(one))
      if (id !== undefined && !atMail.has(id))
        atMail.set(
          id,
          shown(linkIn(mail)).then((there) => there.includes(id)),
        )
    }
    return atMail.size
  }
  await expect.poll(look, { timeout: 60_000, interval: 50 }).toBe(GUESTS)
  await Promise.all(ids.map((id) => endOf(sagas, id)))
  const late = async (checks: Iterable<Promise<boolean>>) => (await Promise.all(checks)).filter((is) => !is).length
  return { lateAtEvent: await late(atEvent), lateAtMail: await late(atMail.values()) }
}

it('a view is read seconds late under load: no mail is there before its page shows what it says', async () => {
  await breakOnPurpose(stack.manifest, { seed: 3, faults: [{ name: 'lag', rate: 1, ms: LAG_MS }] }, ['customer'])
  const { lateAtEvent, lateAtMail } = await race()
  expect(await injected(stack.manifest, 'customer', 'lag')).toBeGreaterThan(0)
  expect(lateAtEvent).toBeGreaterThan(0)
  expect(lateAtMail).toBe(0)
})

it('without that safety net, guests are sent to a page that does not show it yet', async () => {
  await breakOnPurpose(stack.manifest, { withoutSafetyNets: ['mails-at-once'] }, ['notification'])
  expect((await race()).lateAtMail).toBeGreaterThan(0)
  await mend(stack.manifest)
})
