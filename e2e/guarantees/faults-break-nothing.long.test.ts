import { audit, type Report } from '@bistro/audit'
import {
  type Arranged,
  arrange,
  cancel,
  ORDINARY,
  readEvents,
  reserve,
  type ServiceName,
  type Wishes,
  watchSagas,
} from '@bistro/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { breakOnPurpose, crashesIn, injected, mend } from '../support/faults.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { CROWD, endOf, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const GUESTS = 25
const CONFIRMED_MS = 10_000
const SETTLED = { timeout: 60_000, interval: 2_000 }

let stack: HostedStack
let reader: Awaited<ReturnType<typeof readEvents>>
let sagas: ReturnType<typeof watchSagas>
let arranged: Arranged

beforeAll(async () => {
  stack = await startHostedStack({ settings: { ...WITHOUT_CONSOLE, BISTRO_FAULTS: 'on' } })
  reader = await readEvents(stack.manifest)
  sagas = watchSagas(reader)
  arranged = await arrange(stack.manifest, CROWD)
})
afterAll(async () => {
  await reader?.close()
  await stack?.stop()
})

const guest = async (wishes: Wishes): Promise<string> =>
  textIn(await reserve(stack.manifest, arranged, wishes), 'reservationId')
const guests = (wishes: Wishes = CROWD): Promise<string[]> =>
  Promise.all(Array.from({ length: GUESTS }, () => guest(wishes)))
/** A reservation whose status changes after it was confirmed. */
async function changesHerMind(): Promise<string> {
  const id = await guest(CROWD)
  await sagas.until(id, ({ type }) => type === 'Reservation_confirmed', CONFIRMED_MS)
  await cancel(stack.manifest, id)
  return id
}
const endings = (ids: readonly string[]): Promise<string[]> => Promise.all(ids.map((id) => endOf(sagas, id)))
const violated = ({ findings }: Report): string[] =>
  findings.flatMap(({ violations }) =>
    violations.map(({ invariant, what, ids }) => `${invariant} ${what} ${JSON.stringify(ids)}`),
  )

it('copies, delay and disorder at high rates: each saga ends as it should', async () => {
  await breakOnPurpose(stack.manifest, {
    seed: 7,
    faults: [
      { name: 'duplicate', rate: 0.3, ms: 1_000 },
      { name: 'delay', rate: 0.3, ms: 500 },
      { name: 'reorder', rate: 0.8, ms: 300 },
      { name: 'lag', rate: 0.3, ms: 800 },
    ],
  })
  const ids = await guests()
  expect(new Set(await endings(ids))).toEqual(new Set(['OrderDelivered']))
  for (const name of ['duplicate', 'delay', 'reorder', 'lag'])
    expect(await injected(stack.manifest, 'order', name), name).toBeGreaterThan(0)
  await mend(stack.manifest)
})

const CRASHES: readonly (readonly [name: string, service: ServiceName])[] = [
  ['crash-before-commit', 'order'],
  ['crash-after-commit', 'customer'],
  ['crash-after-send', 'order'],
  ['crash-after-answer', 'payment'],
  ['crash', 'shipping'],
]

it.each(CRASHES)('%s of %s: it is started again, and each saga ends as it should', async (name, service) => {
  await breakOnPurpose(stack.manifest, { faults: [{ name, rate: 1 }] }, [service])
  const ids = await guests()
  await expect.poll(() => crashesIn(stack.dataDir, service, name), SETTLED).toBeGreaterThan(0)
  await mend(stack.manifest)
  expect(new Set(await endings(ids))).toEqual(new Set(['OrderDelivered']))
})

it('the audit finds nothing wrong after all of that', async () => {
  await expect.poll(async () => (await audit(stack.manifest)).progress.underWay, SETTLED).toEqual([])
  expect(violated(await audit(stack.manifest))).toEqual([])
})

it('without a safety net the audit finds what it prevents', { timeout: 180_000 }, async () => {
  const without = (net: string) => ({ withoutSafetyNets: [net] })
  await breakOnPurpose(stack.manifest, without('no-key'), ['payment'])
  await breakOnPurpose(stack.manifest, without('no-undo-customer'), ['customer'])
  // Each charge counts as another one, and its response is lost again.
  const lost = await guest({ ...ORDINARY, cardToken: 'tok_lost_answer' })
  const declined = await guest({ ...ORDINARY, cardToken: 'tok_declined' })
  await endings([declined])
  const copies = {
    seed: 7,
    faults: [
      { name: 'duplicate', rate: 0.8, ms: 3_000 },
      { name: 'reorder', rate: 0.8 },
    ],
  }
  await breakOnPurpose(stack.manifest, { ...copies, ...without('no-gate') })
  const found = async (): Promise<string> => violated(await audit(stack.manifest)).join('\n')
  // Each decision also looks at its state, but a view keeps what comes last: a copy of an old event takes a status back.
  const ungated: string[] = []
  const isWronged = async (): Promise<boolean> => {
    ungated.push(...(await Promise.all(Array.from({ length: GUESTS }, changesHerMind))))
    const all = await found()
    return ungated.some((id) => all.includes(id))
  }
  await expect.poll(isWronged, { timeout: 150_000, interval: 5_000 }).toBe(true)
  await expect.poll(found, SETTLED).toMatch(new RegExp(`captured \\d+ and refunded 0 of a deposit of \\d+.*${lost}`))
  await mend(stack.manifest)
  await expect.poll(found, SETTLED).toMatch(new RegExp(`credit stays reserved.*${declined}`))
})
