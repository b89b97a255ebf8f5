import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { useConsole } from './console.ts'

const tested = useConsole()

/** Fills in why, acts, and returns the dialog. */
async function act(page: Page, name: string, why?: string) {
  const dialog = page.getByRole('dialog', { name })
  if (why !== undefined) await dialog.getByLabel('Why').fill(why)
  await dialog.getByRole('button', { name, exact: true }).click()
  return dialog
}

const writes = () => tested.fake.state.writes

describe('attention', () => {
  const parked = /PaymentProcessed in order/

  it('marks what a parked message lacks', async () => {
    const page = await tested.open('/attention')
    const row = page.getByRole('row', { name: /amount/ })
    await row.getByText('needed, missing').waitFor()
  })

  it('tells why a retried message still fails', async () => {
    const page = await tested.open('/attention')
    await page.getByRole('button', { name: /^Retry: PaymentProcessed in order/ }).click()
    const dialog = await act(page, 'Retry', 'The producer is mended.')
    await dialog.getByText("The message stays parked: the field 'amount' is missing.").waitFor()
  })

  it('retries a message: it leaves the list and stands in the audit trail', async () => {
    tested.fake.state.actions.isRepaired = true
    const page = await tested.open('/attention')
    await page.getByRole('button', { name: /^Retry: PaymentProcessed in order/ }).click()
    const dialog = await act(page, 'Retry', 'The producer is mended.')
    await dialog.getByText('3 later messages of its stream went on').waitFor()
    await dialog.getByRole('cell', { name: 'RetryParked' }).waitFor()
    await dialog.getByRole('cell', { name: 'The producer is mended.' }).waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await expect.poll(() => page.getByRole('button', { name: parked }).count()).toBe(0)
    expect(writes()).toEqual([
      { method: 'POST', path: '/api/order/parked/7/retry', body: { why: 'The producer is mended.' } },
    ])
  })

  it('skips a message, and wants to know why first', async () => {
    const page = await tested.open('/attention')
    await page.getByRole('button', { name: /^Skip: PaymentProcessed in order/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Skip' })
    expect(await dialog.getByRole('button', { name: 'Skip', exact: true }).isDisabled()).toBe(true)
    await act(page, 'Skip', 'It was a test.')
    await dialog.getByText('3 later messages').waitFor()
    expect(writes()).toMatchObject([{ path: '/api/order/parked/7/skip', body: { why: 'It was a test.' } }])
  })

  it('shows the curl that does the same', async () => {
    const page = await tested.open('/attention')
    await page.getByRole('button', { name: /^Skip: PaymentProcessed in order/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Skip' })
    await dialog.getByLabel('Why').fill("It's a test.")
    await dialog.getByText('As curl').click()
    const command = await dialog.locator('pre').textContent()
    expect(command).toContain(`-d '{"why":"It'\\''s a test."}' '${tested.fake.url}/api/order/parked/7/skip'`)
  })

  it('retries a refund', async () => {
    const page = await tested.open('/attention')
    await page.getByRole('button', { name: /^Retry the refund/ }).click()
    const dialog = await act(page, 'Retry the refund', 'The provider works again.')
    await dialog.getByRole('cell', { name: 'RetryRefund' }).waitFor()
    expect(writes()[0]!.path).toMatch(/^\/api\/payment\/payments\/[0-9a-f-]{36}\/refund-retry$/)
  })

  it('settles a refund by hand, with a reference', async () => {
    const page = await tested.open('/attention')
    await page.getByRole('button', { name: /^Settle by hand/ }).click()
    await page.getByRole('dialog').getByLabel('Reference').fill('transfer 4711')
    const dialog = await act(page, 'Settle by hand', 'Paid by bank transfer.')
    await dialog.getByRole('cell', { name: 'SettleRefund' }).waitFor()
    expect(writes()[0]!.body).toEqual({ why: 'Paid by bank transfer.', reference: 'transfer 4711' })
  })

  it('leads from a stuck saga to the message that it waits for', async () => {
    const page = await tested.open('/attention')
    await page.getByRole('link', { name: 'The parked message' }).click()
    await page.locator(':target').getByText('order could not take PaymentProcessed').waitFor()
  })

  it('is the operator’s: a guest is asked for the token', async () => {
    const page = await tested.open('/attention', { asGuest: true })
    await page.getByRole('main').getByRole('button', { name: 'Operator' }).click()
    await page.getByLabel('The operator’s token').or(page.getByLabel("The operator's token")).fill('fake-operator')
    await page.getByRole('button', { name: 'Use it' }).click()
    await page.getByText('The guest is owed €74.25').waitFor()
  })

  it('says that nothing needs the operator', async () => {
    tested.fake.state.mode = 'empty'
    const page = await tested.open('/attention')
    await page.getByText('Nothing needs you').waitFor()
  })

  it('is done by keyboard alone', async () => {
    tested.fake.state.actions.isRepaired = true
    const page = await tested.open('/attention')
    await page.getByRole('button', { name: /^Retry: PaymentProcessed in order/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('By keyboard.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('3 later messages').waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })
})

describe('views', () => {
  it('rebuilds a view beside the live one, then swaps it', async () => {
    const page = await tested.open('/views')
    await page.getByRole('button', { name: 'Rebuild beside it: delivery_addresses in shipping' }).click()
    await act(page, 'Rebuild beside it')
    await page.getByText('It is being built from the first event on').waitFor()
    await page.keyboard.press('Escape')
    const card = page.getByRole('region', { name: 'delivery_addresses' })
    await card.getByRole('progressbar').waitFor()
    await card.getByText('equal: 40 rows').waitFor()
    await card.getByRole('button', { name: /^Swap/ }).click()
    await act(page, 'Swap', 'A new column.')
    await page.getByText('The rebuilt rows took the place').waitFor()
    expect(writes().map(({ path }) => path)).toEqual([
      '/api/shipping/views/delivery_addresses/rebuild',
      '/api/shipping/views/delivery_addresses/swap',
    ])
  })

  it('tells why an accepted swap did not happen', async () => {
    tested.fake.state.actions.rebuild('delivery_addresses')
    const page = await tested.open('/views')
    const card = page.getByRole('region', { name: 'delivery_addresses' })
    await card.getByRole('button', { name: /^Swap/ }).click()
    tested.fake.state.actions.swapProblem = 'Not swapped: the table is locked.'
    const dialog = await act(page, 'Swap', 'A new column.')
    await dialog.getByText('Not swapped: the table is locked.').waitFor()
    await card.getByText('Not swapped: the table is locked.').waitFor()
    expect(await page.getByText('took the place').count()).toBe(0)
  })

  it('shows the rows that differ', async () => {
    const page = await tested.open('/views')
    const card = page.getByRole('region', { name: 'evenings' })
    await card.getByText('{"price":4900}').waitFor()
    await card.getByText('{"price":5000}').waitFor()
  })
})

describe('partitions', () => {
  it('adds partitions while it runs', async () => {
    const page = await tested.open('/partitions')
    await page.getByRole('button', { name: 'Add partitions: bistro.order.v1' }).click()
    await page.getByRole('dialog').getByLabel('Partitions').fill('9')
    const dialog = await act(page, 'Add partitions')
    await dialog.getByText('bistro.order.v1 gets 9 partitions').waitFor()
    await page.keyboard.press('Escape')
    const table = page.getByRole('region', { name: 'Partitions of bistro.order.v1' })
    await expect.poll(() => table.getByRole('columnheader').count()).toBe(11)
  })

  it('computes where a key goes, and agrees with Kafka’s client', async () => {
    const page = await tested.open('/partitions')
    await page.getByRole('textbox', { name: 'Key' }).fill('foobar')
    await page.getByText('partition 0').waitFor()
    await page.getByText('Kafka’s client says the same').waitFor()
  })

  it('draws the share of keys that move', async () => {
    const page = await tested.open('/partitions')
    await page.getByLabel('From 6 partitions to').fill('12')
    await page.getByText('50 % move').first().waitFor()
    expect(await page.locator('figure').first().locator('[data-moved]').count()).toBe(50)
  })

  it('names the processes of nobody where a partition has no reader', async () => {
    const page = await tested.open('/partitions')
    await page
      .getByRole('row', { name: /payment/ })
      .getByText('nobody')
      .first()
      .waitFor()
  })
})

describe('faults', () => {
  it('starts a scenario in all services, with its seed, and mends it', async () => {
    const page = await tested.open('/faults')
    await page.getByLabel('Seed').first().fill('42')
    await page.getByRole('button', { name: 'Start: Copies without the gate' }).click()
    await page.getByText('Broken on purpose').waitFor()
    expect(writes().map(({ path }) => path)).toEqual(
      ['customer', 'reservation', 'order', 'payment', 'shipping'].map((name) => `/api/${name}/faults`),
    )
    expect(writes()[0]!.body).toEqual({
      seed: 42,
      faults: [{ name: 'duplicate', rate: 0.3 }],
      withoutSafetyNets: ['no-gate'],
    })
    await page.getByRole('button', { name: 'Mend everything' }).click()
    await page.getByText('Nothing is broken on purpose').waitFor()
  })

  it('breaks one service by hand', async () => {
    const page = await tested.open('/faults')
    await page.getByLabel('Service').selectOption('payment')
    await page
      .getByLabel(/^delay/)
      .or(page.getByRole('combobox', { name: /delay/ }))
      .first()
      .selectOption('0.3')
    await page.getByRole('checkbox', { name: /no-late-refund/ }).check()
    await page.getByRole('button', { name: 'Break it' }).click()
    await page.getByText('Broken on purpose').waitFor()
    expect(writes()).toMatchObject([
      {
        path: '/api/payment/faults',
        body: { faults: [{ name: 'delay', rate: 0.3 }], withoutSafetyNets: ['no-late-refund'] },
      },
    ])
  })

  it('says what to type where faults are not allowed', async () => {
    tested.fake.state.faults = { allowed: false, services: [] }
    const page = await tested.open('/faults')
    await page.getByText('BISTRO_FAULTS=on npm start').waitFor()
    expect(await page.getByRole('button', { name: 'Break it' }).count()).toBe(0)
  })

  it('kills a process and starts it again', async () => {
    const page = await tested.open('/faults')
    await page.getByRole('button', { name: 'Kill: payment' }).click()
    await act(page, 'Kill')
    await page.getByRole('dialog').getByText('payment dies at once').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Start: payment' }).click()
    await act(page, 'Start')
    await page.getByRole('dialog').getByText('payment starts again').waitFor()
    expect(writes().map(({ path }) => path)).toEqual(['/api/processes/payment/kill', '/api/processes/payment/start'])
  })

  it('a guest may look, and the buttons are off', async () => {
    const page = await tested.open('/faults', { asGuest: true })
    await page.getByText('Breaking things is for the operator').waitFor()
    expect(await page.getByRole('button', { name: 'Break it' }).isDisabled()).toBe(true)
  })
})
