import { expect, inject, test } from 'vitest'
import { special } from '../fake-gateway/data/sagas.ts'
import { startFakeGateway } from '../fake-gateway/server.ts'
import { useConsole } from './console.ts'

const tested = useConsole()

test('nothing has begun: it says what to do', async () => {
  tested.fake.state.mode = 'empty'
  const page = await tested.open('/sagas')
  await page.getByText('No saga has begun yet').waitFor()
})

test('a slow answer: it says what is loading', async () => {
  tested.fake.state.mode = 'slow'
  const page = await tested.open('/sagas')
  await page.getByText('Loading the sagas').waitFor()
})

test('an error is shown in the words of the gateway, and the page recovers by itself', async () => {
  tested.fake.state.mode = 'error'
  const page = await tested.open('/sagas')
  await page.getByText('Its database is unavailable.').waitFor()
  tested.fake.state.mode = 'works'
  await page.locator('tbody tr').first().waitFor({ timeout: 10_000 })
})

test('the gateway goes away: the page says so, keeps what it knows, and recovers by itself', async () => {
  const folder = inject('consoleFolder')
  const first = await startFakeGateway({ sagas: 20, folder })
  const page = await tested.open('/sagas')
  await page.goto(`${first.url}/sagas/${special('delivered')}`)
  await page.getByText('Delivered after').waitFor()
  await first.stop()
  await page.getByText('The gateway does not answer').waitFor({ timeout: 15_000 })
  await page.getByText('reconnecting').waitFor()
  await page.getByText('Delivered after').waitFor()
  const second = await startFakeGateway({ sagas: 20, folder, port: Number(new URL(first.url).port) })
  await page.getByText('live', { exact: true }).waitFor({ timeout: 15_000 })
  await page.getByText('The gateway does not answer').waitFor({ state: 'hidden', timeout: 15_000 })
  await second.stop()
})

const database = (seconds: number) => ({
  what: "the gateway's database",
  since: new Date(Date.now() - seconds * 1000).toISOString(),
  reason: 'connection refused',
})

test.each([
  ['the list of sagas', '/sagas', 'tbody tr'],
  ['a saga', `/sagas/${special('provider down')}`, '.chip'],
])("the gateway's database goes away: %s keeps what it shows, and goes on by itself", async (_, path, known) => {
  const { state } = tested.fake
  const page = await tested.open(path)
  await page.locator(known).first().waitFor()
  const answer = (status: number) =>
    page.waitForResponse((response) => response.url().includes('/api/sagas') && response.status() === status)
  state.mode = 'no view'
  state.extra = { unavailable: [database(14)] }
  const refused = answer(503)
  state.start('delivered')
  await refused
  await page.getByText("the gateway's database is unavailable for").waitFor()
  await page.getByText('The pages show what was known before').waitFor()
  expect(await page.locator(known).count()).toBeGreaterThan(0)
  expect(await page.getByText('Its database is unavailable.').count()).toBe(0)
  state.mode = 'works'
  state.extra = {}
  await answer(200)
  await page.getByText("the gateway's database is unavailable for").waitFor({ state: 'hidden' })
})

test('a past moment that cannot be asked for is not shown as if it were now', async () => {
  const { state } = tested.fake
  const page = await tested.open(`/sagas/${special('delivered')}`)
  await page.getByRole('region', { name: 'payment' }).getByText('processed').waitFor()
  state.mode = 'no view'
  await page.getByRole('slider', { name: 'As of' }).focus()
  await page.keyboard.press('Home')
  await page.getByText('Its database is unavailable.').waitFor()
  expect(await page.getByRole('region', { name: 'payment' }).count()).toBe(0)
  state.mode = 'works'
  await page.getByRole('region', { name: 'payment' }).getByText('It has not begun.').waitFor()
})

test('what failed and is named by no band is said above what was known before', async () => {
  const { state } = tested.fake
  const page = await tested.open(`/sagas/${special('provider down')}`)
  await page.locator('.chip').first().waitFor()
  state.mode = 'no view'
  await page.getByText('What you see is what was known before: Its database is unavailable.').waitFor()
  expect(await page.locator('.chip').count()).toBeGreaterThan(0)
})

test('nothing that is not known is called nothing: counts on the wall, and what needs the operator', async () => {
  const { state } = tested.fake
  state.mode = 'empty'
  state.extra = { counts: undefined, unavailable: [database(3)] }
  const page = await tested.open('/')
  await page.getByText("the gateway's database is unavailable").waitFor()
  expect(await page.getByText('Nothing has happened yet').count()).toBe(0)
  expect(await page.locator('.wall-figure', { hasText: 'delivered' }).textContent()).toContain('–')
  await page.getByRole('link', { name: 'Attention' }).click()
  await page.getByText('Nothing is known that needs you').waitFor()
  expect(await page.getByText('Every saga goes on by itself').count()).toBe(0)
})

test('what is away, what is being read and what is broken on purpose stands on every page', async () => {
  const { state } = tested.fake
  const since = new Date(Date.now() - 14_000).toISOString()
  state.extra = {
    unavailable: [{ what: 'payment', since, reason: 'it does not answer' }],
    catchingUp: { remaining: 12_000, perSecond: 20_000 },
    faults: {
      allowed: true,
      services: [{ service: 'order', seed: 1, faults: [{ name: 'copies', rate: 0.2 }], withoutSafetyNets: ['gate'] }],
    },
  }
  const page = await tested.open('/reserve')
  await page.getByText('payment is unavailable').waitFor()
  await page.getByText('Catching up').waitFor()
  const band = page.getByText('Broken on purpose')
  expect(await band.locator('..').textContent()).toContain('order: copies (20 %), safety net out (gate)')
})
