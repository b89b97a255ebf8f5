import { setTimeout as delay } from 'node:timers/promises'
import { audit, viewsOf } from '@bistro/audit'
import { arrange, operatorRoutesOf, reserve, SERVICES, type ServiceName } from '@bistro/client'
import { dataOf } from '@bistro/http-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from '../support/databases.ts'
import { expectProblem, post } from '../support/http.ts'
import { asOperator } from '../support/requests.ts'
import { CROWD as FEW, textIn } from '../support/sagas.ts'
import { kill, manifest, restore } from '../support/shared-stack.ts'

const SOON = { timeout: 40_000, interval: 100 }
const PAUSE_MS = 300
const headers = asOperator(manifest)
/** Nobody runs out of credit, so each reservation gets its row. */
const CROWD = { ...FEW, creditLimitCents: 1_000_000_000 }
const why = 'a row was damaged'
const urlOf = (service: ServiceName): string => `${manifest.services[service].url}/views`

async function rebuildOf(service: ServiceName, view: string) {
  const { items } = await dataOf(operatorRoutesOf(manifest, service).GET('/views'))
  return items.find((one) => one.view === view)?.rebuild
}

const rebuild = (service: ServiceName, view: string) => post(`${urlOf(service)}/${view}/rebuild`, undefined, headers)
const swap = (service: ServiceName, view: string) => post(`${urlOf(service)}/${view}/swap`, { why }, headers)

async function rebuilt(service: ServiceName, view: string) {
  expect(await rebuild(service, view)).toMatchObject({ status: 202 })
  await expect.poll(async () => (await rebuildOf(service, view))?.status, SOON).not.toBe('running')
  return rebuildOf(service, view)
}

async function swapped(service: ServiceName, view: string): Promise<void> {
  const before = (await rebuildOf(service, view))?.swappedAt
  expect((await swap(service, view)).status).toBe(202)
  await expect.poll(async () => (await rebuildOf(service, view))?.swappedAt, SOON).not.toBe(before)
}

const execute = (service: ServiceName, text: string, values: readonly unknown[]): Promise<object[]> =>
  withDatabase(manifest, service, async (client) => (await client.query(text, [...values])).rows)

const VIEWS = SERVICES.flatMap((service) => viewsOf(service).map((view) => [service, view] as const))

describe('while guests reserve', () => {
  let isOver = false
  let guests: Promise<void>
  let last = ''

  beforeAll(async () => {
    const arranged = await arrange(manifest, CROWD)
    const guest = async () => {
      while (!isOver) {
        last = textIn(await reserve(manifest, arranged, CROWD), 'reservationId')
        await delay(PAUSE_MS)
      }
    }
    guests = Promise.all([guest(), guest()]).then(() => undefined)
  })

  afterAll(async () => {
    isOver = true
    await guests
    await restore('customer')
  })

  it.each(VIEWS)('%s builds %s again, and it equals the live one', async (service, view) => {
    expect(await rebuilt(service, view)).toMatchObject({ status: 'equal', differences: [] })
  })

  it('a damaged row is shown, healed by a swap, and comes back with another one', async () => {
    await expect.poll(() => last, SOON).not.toBe('')
    const id = last
    const seats = async () => {
      const rows = await execute('customer', 'select seats from customer_reservations where reservation_id = $1', [id])
      return (rows[0] as { seats?: number } | undefined)?.seats
    }
    await expect.poll(seats, SOON).toBe(CROWD.seats)
    await execute('customer', 'update customer_reservations set seats = 99 where reservation_id = $1', [id])
    const { status, differences } = (await rebuilt('customer', 'customer_reservations')) ?? { differences: [] }
    expect(status).toBe('differs')
    expect(differences).toMatchObject([{ key: id, live: { seats: 99 }, rebuilt: { seats: CROWD.seats } }])
    await swapped('customer', 'customer_reservations')
    expect(await seats()).toBe(CROWD.seats)
    await swapped('customer', 'customer_reservations')
    expect(await seats()).toBe(99)
    await swapped('customer', 'customer_reservations')
    expect(await seats()).toBe(CROWD.seats)
    const params = { query: { limit: 100 } }
    const commands = await dataOf(operatorRoutesOf(manifest, 'customer').GET('/commands', { params }))
    const recorded = commands.items.find(({ type }) => type === 'SwapView')
    expect(recorded).toMatchObject({ by: 'operator', request: { view: 'customer_reservations', why } })
  })

  it('says why it refuses', async () => {
    const unknown = await rebuild('customer', 'menus')
    expectProblem(unknown, 404, 'unknown-view')
    expect(unknown.body.detail).toContain('customer_reservations')
    expectProblem(
      await post(`${urlOf('customer')}/customer_reservations/rebuild`, undefined, {}),
      401,
      'unauthenticated',
    )
    expect((await rebuild('order', 'evenings')).status).toBe(202)
    expectProblem(await rebuild('order', 'evenings'), 409, 'rebuild-running')
    expectProblem(await swap('order', 'evenings'), 409, 'rebuild-running')
    expectProblem(await post(`${urlOf('order')}/evenings/swap`, {}, headers), 400, 'invalid-request')
  })

  it('a service that is killed meanwhile forgets what it has built, and builds it anew', async () => {
    expect((await rebuild('customer', 'customer_reservations')).status).toBe(202)
    await kill('customer')
    await restore('customer')
    await expect.poll(async () => (await rebuildOf('customer', 'customer_reservations'))?.status, SOON).toBe('failed')
    expectProblem(await swap('customer', 'customer_reservations'), 409, 'not-rebuilt')
    expect(await rebuilt('customer', 'customer_reservations')).toMatchObject({ status: 'equal' })
  })
})

it('no event is lost or doubled in the rows: the audit finds nothing', async () => {
  const { findings } = await audit(manifest)
  expect(findings.flatMap(({ violations }) => violations)).toEqual([])
})
