import { expect, test } from 'vitest'
import { customerId } from '../fake-gateway/data/ids.ts'
import { special } from '../fake-gateway/data/sagas.ts'
import { useConsole } from './console.ts'

const tested = useConsole(10_000)
const rows = 'tbody tr'

test('10,000 sagas come page by page', async () => {
  const page = await tested.open('/sagas')
  await page.locator(rows).first().waitFor()
  expect(await page.locator(rows).count()).toBe(50)
  const first = await page.locator(rows).first().textContent()
  await page.getByRole('button', { name: 'Older' }).click()
  await page.getByRole('button', { name: 'Newest' }).waitFor()
  await expect.poll(() => page.locator(rows).first().textContent()).not.toBe(first)
  await page.goBack()
  await expect.poll(() => page.url()).not.toContain('after=')
})

test('filters are in the address, and a reload keeps them', async () => {
  const page = await tested.open('/sagas')
  await page.getByLabel('Status').selectOption('stuck')
  await expect.poll(() => page.url()).toContain('status=stuck')
  await page.reload()
  await page.locator(rows).first().waitFor()
  await expect
    .poll(async () => (await page.locator(rows).allTextContents()).every((text) => text.includes('stuck')))
    .toBe(true)
  await page.getByLabel('Reason').selectOption('evening_full')
  await page.getByText('No saga fits').waitFor()
})

test('any id of a saga finds it', async () => {
  const page = await tested.open('/sagas')
  await page.getByLabel('Search').fill(special('parked'))
  await expect.poll(() => page.locator(rows).count()).toBe(1)
  await page.locator(rows).getByRole('link').first().click()
  await page.getByText('order has parked PaymentProcessed').first().waitFor()
})

test('the sagas of a guest come with what the orders have come to', async () => {
  const page = await tested.open(`/sagas?customerId=${customerId(6)}`)
  const history = page.getByRole('region', { name: 'History of this guest' })
  await history.locator(rows).first().waitFor()
  await history.getByText('delivered').first().waitFor()
  await history.getByText('copies dropped by the version gate: 2').waitFor()
})

test('a saga that begins appears by itself', async () => {
  const page = await tested.open('/sagas')
  await page.locator(rows).first().waitFor()
  const { number } = tested.fake.state.start('delivered')
  await expect.poll(() => page.locator(rows).first().textContent()).toContain(tested.fake.state.idOf(number).slice(-8))
})
