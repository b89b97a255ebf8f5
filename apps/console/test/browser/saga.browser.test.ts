import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { special } from '../fake-gateway/data/sagas.ts'
import { useConsole } from './console.ts'

const tested = useConsole()
const chips = '.chip'

test('what an unfinished saga waits for comes first, with since when and until when', async () => {
  const page = await tested.open(`/sagas/${special('provider down')}`)
  const waiting = page.getByRole('region', { name: 'What it waits for' })
  await waiting.getByText('payment asks the card provider (charge): attempt 7').waitFor()
  expect(await waiting.textContent()).toMatch(/Stuck for \d+ s · next try (in [\d.]+ m?s|now)/)
})

test.each([
  ['consumer behind', 'payment has not taken OrderValidated'],
  ['parked', 'order has parked PaymentProcessed'],
  ['refund refused', 'an operator must retry the refund'],
  ['no reason', 'nothing is known that this saga waits for'],
] as const)('a saga that is stuck (%s) says why', async (story, text) => {
  const page = await tested.open(`/sagas/${special(story)}`)
  await page.getByRole('region', { name: 'What it waits for' }).getByText(text).waitFor()
  await page.getByText('stuck', { exact: true }).first().waitFor()
})

test('every event is in the lane of its service, and compensations are named so', async () => {
  const page = await tested.open(`/sagas/${special('lost twice')}`)
  await page.locator(chips).first().waitFor()
  expect(await page.locator(chips).count()).toBe(22)
  await page.getByRole('button', { name: 'CreditReleased, customer, compensation, after 12 s' }).waitFor()
  expect(await page.locator('.arrow.undo').count()).toBe(3)
})

test('ignored and rejected commands are drawn quietly, each with a shape of its own, and the list says the same', async () => {
  const page = await tested.open(`/sagas/${special('guest cancels')}`)
  const marks = page.locator('.lane-mark')
  await expect.poll(() => marks.count()).toBe(3)
  await marks.getByText('ignored: CancelOrder: already cancelled').waitFor()
  const shapeOf = async (text: string) => {
    const mark = marks.filter({ hasText: text })
    const path = await mark.locator('path').getAttribute('d')
    return [
      await mark.getAttribute('data-outcome'),
      path,
      await mark.evaluate((one) => getComputedStyle(one).borderStyle),
    ]
  }
  const [ignored, rejected] = [await shapeOf('already cancelling'), await shapeOf('already ended')]
  for (const [index, part] of ignored.entries()) expect(part).not.toBe(rejected[index])
  await page.getByText('an ignored command: nothing was left to do').waitFor()
  expect(await page.locator('.arrow.mark').count()).toBe(1)
  await page.getByRole('tab', { name: 'List' }).click()
  await page.getByText('order ignored CancelOrder: already cancelled').waitFor()
  await page.getByText('because of ShipmentCancelled').last().waitFor()
  await page.getByText('reservation rejected CancelReservation: already ended').waitFor()
})

test('with keys alone: along time, across lanes, into an event and back', async () => {
  const page = await tested.open(`/sagas/${special('declined')}`)
  await page.locator(chips).first().waitFor()
  const focused = () => page.evaluate<string>('document.activeElement.textContent')
  await page.locator(`${chips}[tabindex="0"]`).focus()
  await page.keyboard.press('Home')
  await expect.poll(focused).toBe('ReservationHeld')
  await page.keyboard.press('ArrowRight')
  await expect.poll(focused).toBe('OrderRequested')
  await page.keyboard.press('ArrowUp')
  await expect.poll(focused).toBe('ReservationHeld')
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: 'Event ReservationHeld' }).waitFor()
  await expect.poll(focused).toBe('ReservationHeld')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('chip')
})

test('an event shows its fields, place, headers, bytes and takers, and the address keeps it', async () => {
  const page = await tested.open(`/sagas/${special('delivered')}`)
  await page.getByRole('button', { name: /^OrderRequested/ }).click()
  const panel = page.getByRole('complementary', { name: 'Event OrderRequested' })
  await panel.getByText('customer has taken it').waitFor()
  const text = await panel.textContent()
  expect(text).toMatch(/bistro\.order\.v1 \/ \d+ \/ \d+/)
  expect(text).toContain('ce_sequence')
  expect(text).toContain('0000  00 00 00 00 0c')
  await page.reload()
  await panel.getByText('222.75 EUR').waitFor()
})

test('nothing that a guest typed is executed', async () => {
  const page = await tested.open(`/sagas/${special('delivered')}`)
  await page.getByRole('button', { name: /^OrderRequested/ }).click()
  await page.getByText('Autumn menu <img').waitFor()
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.title()).not.toBe('executed')
})

test('back in time: later events are dimmed, the states are as of then, and the address keeps it', async () => {
  const page = await tested.open(`/sagas/${special('delivered')}`)
  await page.getByRole('slider', { name: 'As of' }).focus()
  await page.keyboard.press('Home')
  for (let moment = 0; moment < 4; moment++) await page.keyboard.press('ArrowRight')
  await page.getByText('after PaymentRequested').waitFor()
  await page.getByRole('region', { name: 'payment' }).getByText('requested').waitFor()
  await page.getByRole('region', { name: 'shipping' }).getByText('It has not begun.').waitFor()
  expect(await page.locator(`${chips}[data-later="true"]`).count()).toBe(11)
  await page.reload()
  await page.getByText('after PaymentRequested').waitFor()
  await page.getByRole('button', { name: 'Back to now' }).click()
  await page.getByRole('region', { name: 'payment' }).getByText('processed').waitFor()
})

test('a saga is followed live from its first event to its ending', async () => {
  const { number } = tested.fake.state.start('declined')
  const page = await tested.open(`/sagas/${tested.fake.state.idOf(number)}`)
  await page.getByText('Cancelled after 395 ms: payment failed').waitFor()
  await page.getByText('customer undid CreditReserved with CreditReleased').waitFor()
})

test('500 events: only what is in sight is drawn, and the keys reach all of it', async () => {
  const page = await tested.open(`/sagas/${special('long')}`)
  await page.locator(chips).first().waitFor()
  expect(await page.locator(chips).count()).toBeLessThan(80)
  await page.locator(`${chips}[tabindex="0"]`).focus()
  await page.keyboard.press('Home')
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('ReservationHeld')
})

test('at 360 px the events are a list', async () => {
  const page = await tested.open(`/sagas/${special('lost twice')}`, { width: 360 })
  await page.getByText('because of OrderCancelled; undoes CreditReserved').waitFor()
  await page.getByRole('button', { name: /CreditReleased/ }).click()
  await page.getByRole('complementary', { name: 'Event CreditReleased' }).waitFor()
})

test('as a Mermaid diagram', async () => {
  const page = await tested.open(`/sagas/${special('declined')}?view=mermaid`)
  await page.getByText('order-->>customer: CreditReleased').waitFor()
})

test.each([
  ['0198c0de-0000-7000-8000-ffffffffffff', 'No saga has this id'],
  ['not-an-id', 'Invalid request'],
])('the id %s: %s', async (id, text) => {
  const page = await tested.open(`/sagas/${id}`)
  await page.getByText(text).waitFor()
})

test.each([360, 1366])('a state within a state stands below its name, in its column (%i px)', async (width) => {
  const page = await tested.open(`/sagas/${special('declined')}`, { width })
  const customer = page.getByRole('region', { name: 'customer', exact: true })
  await customer.getByText('substates').waitFor()
  const { left, right } = await edges(customer)
  for (const value of await customer.locator('dd').all()) {
    const inner = await edges(value)
    expect(inner.left).toBeGreaterThanOrEqual(left)
    expect(inner.right).toBeLessThanOrEqual(right)
    expect(inner.right - inner.left).toBeGreaterThan(90)
  }
})

async function edges(element: Locator): Promise<{ left: number; right: number }> {
  const { x, width } = (await element.boundingBox())!
  return { left: x, right: x + width }
}
