import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useConsole } from './console.ts'
import { tasksOf } from './tasks.ts'

const tested = useConsole()
const PROJECTOR = { width: 1920, height: 1080 }

const topic = (page: Page, service: string) => page.getByRole('region', { name: `bistro.${service}.v1 of ${service}` })

const countOf = async (page: Page, service: string): Promise<number> =>
  Number((await topic(page, service).locator('.map-number').textContent())?.replaceAll(',', ''))

/** The texts of elements that are smaller than what is in them. */
const cutIn = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate(
    (all) =>
      [...document.querySelectorAll(all)]
        .filter(
          ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
            scrollWidth > clientWidth || scrollHeight > clientHeight,
        )
        .map(({ textContent }) => textContent),
    selector,
  )

/** Whether any pixel of the flights' canvas is painted. */
const isFlying = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.map-flights')
    const image = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
    return image?.data.some((value) => value > 0) ?? false
  })

describe('the wall', () => {
  it.each([
    [1366, 768],
    [1600, 1000],
    [1920, 1080],
  ])(
    'fits a window of %i × %i without scrolling, stuck sagas on top, and cuts no name of a view',
    async (width, height) => {
      const page = await tested.open('/', { width, height })
      await topic(page, 'order').waitFor()
      await page.getByRole('region', { name: 'Stuck sagas' }).waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height)
      expect(await cutIn(page, '.map-service, .map-service h3, .map-topic h3, .map-database')).toEqual([])
    },
  )

  it('shows events on their way, and counts each of them', async () => {
    const page = await tested.open('/', PROJECTOR)
    await topic(page, 'shipping').waitFor()
    const { live } = tested.fake
    await expect.poll(() => page.getByText('live', { exact: true }).count()).toBe(1)
    const before = await countOf(page, 'shipping')
    for (let n = 0; n < 40; n++) live.send('event', shipped(25))
    await expect.poll(() => countOf(page, 'shipping')).toBe(before + 1000)
    live.send('event', shipped(1))
    await expect.poll(() => isFlying(page)).toBe(true)
  })

  it('moves nothing where the system says so; its counts still change', async () => {
    const page = await tested.open('/', { ...PROJECTOR, reducedMotion: 'reduce' })
    await topic(page, 'shipping').waitFor()
    await expect.poll(() => page.getByText('live', { exact: true }).count()).toBe(1)
    tested.fake.live.send('event', shipped(3))
    await expect.poll(() => countOf(page, 'shipping')).toBeGreaterThanOrEqual(3)
    expect(await page.locator('.map-flights').count()).toBe(0)
  })

  it('says what the stuck sagas wait for, on top, and leads to them', async () => {
    const page = await tested.open('/')
    const stuck = page.getByRole('region', { name: 'Stuck sagas' })
    await stuck.getByText('payment has not taken OrderValidated').waitFor()
    await stuck.getByRole('link', { name: /^Saga/ }).first().click()
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/sagas\/0198c0de/)
  })

  it('says which invariant is violated, and by what', async () => {
    const page = await tested.open('/')
    await page.getByText('Seats').waitFor()
    tested.fake.state.extra = { invariants: VIOLATED }
    await page.getByText('violated').waitFor()
    await page.getByText('13 of 12 seats are taken').waitFor()
  })

  it('says why the invariants are not known, and what to type to check them; the wall still fits', async () => {
    tested.fake.state.extra = { invariants: NOT_KNOWN }
    const page = await tested.open('/', { width: 1366, height: 768 })
    await page.getByText(NOT_KNOWN.problem).waitFor()
    await page.getByText(NOT_KNOWN.check, { exact: true }).waitFor()
    await page.getByText('not known', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Copy the command' }).waitFor()
    expect(await page.getByText('not looked yet').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(768)
    await page.getByText('What they are').click()
    await page.getByText('every view equals its replay').waitFor()
  })

  it('shows the rest where the map cannot be loaded, and the map as soon as it can be', async () => {
    const page = await tested.open('/reserve')
    await page.route('**/saga-map-*.js', (route) => route.abort())
    await page.getByRole('link', { name: 'Wall' }).click()
    await page.getByText('The gateway does not answer').waitFor()
    await page.getByRole('heading', { name: 'Invariants' }).waitFor()
    await page.unrouteAll()
    await topic(page, 'order').waitFor({ timeout: 10_000 })
  })

  it('invites to a first reservation while nothing has happened, and leads to its saga', async () => {
    tested.fake.state.mode = 'empty'
    const page = await tested.open('/')
    await page.getByRole('heading', { name: /Nothing has happened yet/ }).waitFor()
    await page.getByRole('button', { name: /^Card declined/ }).click()
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/sagas\//)
  })

  it('has no task over 50 ms at 100 sagas per second', async () => {
    const page = await tested.open('/', PROJECTOR)
    await topic(page, 'order').waitFor()
    tested.fake.live.crowdPerSecond = EVENTS_PER_SECOND
    const tasks = await tasksOf(page, () => page.waitForTimeout(5000))
    expect(await countOf(page, 'order')).toBeGreaterThan(EVENTS_PER_SECOND)
    expect(tasks.length).toBeGreaterThan(100)
    expect(tasks[0]).toBeLessThan(50)
  })
})

/** Of 100 sagas with fifteen events each. */
const EVENTS_PER_SECOND = 1500

const shipped = (count: number) => {
  const at = new Date().toISOString()
  const event = {
    ...{ service: 'shipping', type: 'ShipmentScheduled', streamId: 's', version: 1, id: 'e', time: at, seenAt: at },
    ...{ topic: 'bistro.shipping.v1', partition: 0, offset: '1', data: {} },
  }
  return { at, counts: { 'shipping ShipmentScheduled': count }, items: [event] }
}

const NOT_KNOWN = {
  problem:
    'The audit reads the databases of all services, and the gateway has no login at them: in containers it is a job of its own that you start.',
  check: 'docker compose -f infra/docker-compose.yml -f infra/three-brokers.yml run --rm audit',
  items: [
    'credit: reserved + balance due within the limit',
    'seats: held + confirmed within the evening',
    "money: refunded, by the provider or by hand, ≤ captured ≤ deposit, and the provider's ledger agrees",
    'the five services agree in the end',
    'no parcel leaves without OrderConfirmed, or after ShipmentCancelled',
    'every saga ends exactly once',
    'what is stored is what is published',
    'every view equals its replay',
  ].map((name, index) => ({ number: index + 1, name, status: 'unknown', violations: [] })),
}

const VIOLATED = {
  lookedAt: new Date().toISOString(),
  items: [
    {
      number: 2,
      name: 'Seats',
      status: 'violated',
      violations: [{ what: '13 of 12 seats are taken', ids: { evening: 'e-1' } }],
    },
  ],
}
