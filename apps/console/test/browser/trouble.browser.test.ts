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
