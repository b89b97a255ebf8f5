import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { useConsole } from './console.ts'

const tested = useConsole()

test('one click on a scenario makes guest, evening and reservation, and shows the saga', async () => {
  const page = await tested.open('/reserve')
  await page.getByRole('button', { name: /^Card declined/ }).click()
  await page.getByText('Cancelled after 395 ms: payment failed').waitFor()
  const sent = tested.fake.state.writes.map(({ path }) => path)
  expect(sent.slice(0, 2).sort()).toEqual(['/api/customer/customers', '/api/reservation/evenings'])
  expect(tested.fake.state.writes[2]).toMatchObject({
    path: '/api/reservation/reservations',
    body: { cardToken: 'tok_declined' },
  })
})

test('a full evening is an ending, with a saga of its own', async () => {
  const page = await tested.open('/reserve')
  await page.getByLabel('Evening', { exact: true }).selectOption({ label: await fullEvening(page) })
  await page.getByRole('button', { name: 'Reserve', exact: true }).click()
  await page.getByText('Rejected: evening full').waitFor()
})

const fullEvening = async (page: Page) => (await page.getByRole('option', { name: 'The full evening' }).textContent())!

test('every step has its curl', async () => {
  const page = await tested.open('/reserve')
  await page.getByLabel('As in the scenario').selectOption('Address not served')
  for (const summary of await page.getByText('As curl').all()) await summary.click()
  await page.getByText('"postcode":"00000"').waitFor()
  await page.getByText('/api/reservation/reservations').waitFor()
})

test('many guests at once: progress, and their sagas', async () => {
  const page = await tested.open('/reserve')
  await page.getByLabel('Guests').fill('25')
  await page.getByRole('button', { name: 'Fill it' }).click()
  await page.getByText('25 of 25 have asked: 25 hold seats').waitFor()
  await page.getByRole('link', { name: 'Their sagas' }).click()
  await expect.poll(() => page.locator('tbody tr').count()).toBe(25)
})

test('what the service refuses is shown in its words', async () => {
  const page = await tested.open('/reserve')
  tested.fake.state.mode = 'error'
  await page.getByRole('button', { name: /^Everything goes well/ }).click()
  await page.getByText('The gateway is not ready').first().waitFor()
})
