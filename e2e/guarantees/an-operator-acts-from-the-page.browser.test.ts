import { type Arranged, arrange, readEvents, reserve, watchSagas } from '@bistro/client'
import { orderIdOf } from '@bistro/events'
import { FAST_WORLD } from '@bistro/stack'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openBrowser } from '../support/browser.ts'
import { pageUrl } from '../support/door.ts'
import { forge, produce } from '../support/forged.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { CROWD, endOf, textIn } from '../support/sagas.ts'

const START_MS = 180_000
const PATIENCE_MS = 30_000
const SOON = { timeout: PATIENCE_MS, interval: 250 }
/** The payment's first two versions are those of a saga that went well. */
const NEXT_OF_PAYMENT = 3
const GUESTS = 12
const MORE_PARTITIONS = 9

let stack: HostedStack
let browser: Browser
let reader: Awaited<ReturnType<typeof readEvents>>
let sagas: ReturnType<typeof watchSagas>
let arranged: Arranged

beforeAll(async () => {
  stack = await startHostedStack({ settings: { ...FAST_WORLD, BISTRO_FAULTS: 'on' } })
  browser = await openBrowser()
  reader = await readEvents(stack.manifest)
  sagas = watchSagas(reader)
  arranged = await arrange(stack.manifest, CROWD)
}, START_MS)
afterAll(async () => {
  await browser?.close()
  await reader?.close()
  await stack?.stop()
}, START_MS)
afterEach(async () => {
  for (const page of browser.context.pages()) await page.close()
})

const begin = async (): Promise<string> => textIn(await reserve(stack.manifest, arranged, CROWD), 'reservationId')
const beginMany = () => Promise.all(Array.from({ length: GUESTS }, begin))

async function open(path: string): Promise<Page> {
  const page = await browser.context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(pageUrl(stack.manifest, path))
  return page
}

/** Presses an action's button, says why, and acts. */
async function act(page: Page, name: 'Retry' | 'Skip', why: string): Promise<Locator> {
  await page.getByRole('button', { name: new RegExp(`^${name}: PaymentFailed in order`) }).click()
  const dialog = page.getByRole('dialog', { name })
  await dialog.getByLabel('Why').fill(why)
  await dialog.getByRole('button', { name, exact: true }).click()
  return dialog
}

describe('an operator acts from the page', () => {
  it('on a parked message: retried in vain, then skipped, and the audit trail has both', async () => {
    const id = await begin()
    await endOf(sagas, id)
    const broken = { stream: orderIdOf(id), version: NEXT_OF_PAYMENT, value: Buffer.of(1, 2) }
    await produce(stack.manifest, 'payment', [forge('payment', 'PaymentFailed', broken)])
    const page = await open('/attention')
    const retried = await act(page, 'Retry', 'Is it mended?')
    await retried.getByText('stays parked').waitFor()
    await retried.getByRole('button', { name: 'Cancel' }).click()
    const skipped = await act(page, 'Skip', 'Nobody wrote it.')
    for (const [type, why] of [
      ['RetryParked', 'Is it mended?'],
      ['SkipParked', 'Nobody wrote it.'],
    ] as const)
      await skipped
        .getByRole('row', { name: new RegExp(type) })
        .getByText(why)
        .waitFor()
    await skipped.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('Nothing needs you').waitFor()
  })

  it('on a safety net: taken out, the band says so on every page; put back, it is gone', async () => {
    const page = await open('/faults')
    const band = page.locator('.band', { hasText: 'Broken on purpose' })
    await page.getByRole('checkbox', { name: /no-key/ }).check()
    await page.getByRole('button', { name: 'Break it' }).click()
    await band.getByText('payment: safety net out (no-key)').waitFor()
    await page.getByRole('link', { name: 'Wall' }).click()
    await page.getByRole('heading', { name: 'Invariants' }).waitFor()
    await band.waitFor()
    await page.getByRole('link', { name: 'Faults' }).first().click()
    await page.getByRole('button', { name: 'Mend everything' }).click()
    await band.waitFor({ state: 'detached' })
    await page.getByText('Nothing is broken on purpose', { exact: true }).waitFor()
  })

  it('on partitions, while sagas run: every one of them ends', async () => {
    const page = await open('/partitions')
    const button = page.getByRole('button', { name: 'Add partitions: bistro.order.v1' })
    await button.waitFor()
    const before = beginMany()
    await button.click()
    const dialog = page.getByRole('dialog', { name: 'Add partitions' })
    await dialog.getByLabel('Partitions', { exact: true }).fill(String(MORE_PARTITIONS))
    await dialog.getByRole('button', { name: 'Add partitions', exact: true }).click()
    await dialog.getByText(`bistro.order.v1 gets ${MORE_PARTITIONS} partitions`).waitFor()
    const ids = [...(await before), ...(await beginMany())]
    await page.keyboard.press('Escape')
    const heads = page.getByRole('region', { name: 'Partitions of bistro.order.v1' }).getByRole('columnheader')
    // Beside the partitions, the names of the rows and the sums.
    await expect.poll(() => heads.count(), SOON).toBe(MORE_PARTITIONS + 2)
    expect(new Set(await Promise.all(ids.map((id) => endOf(sagas, id))))).toEqual(new Set(['OrderDelivered']))
  })
})
