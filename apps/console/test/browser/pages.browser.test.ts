import { describe, expect, it } from 'vitest'
import { overhang, seriousFaults } from './checks.ts'
import { useConsole } from './console.ts'

const tested = useConsole()

/** Each page, and what stands on it once it is loaded. */
const PAGES = [
  ['/', 'Invariants'],
  ['/attention', 'order could not take PaymentProcessed of payment'],
  ['/views', 'delivery_addresses'],
  ['/partitions', 'Where does a key go?'],
  ['/faults', 'Scenarios'],
] as const

describe.each(PAGES)('the page %s', (path, text) => {
  it.each(['light', 'dark'] as const)('has no serious fault for readers in %s colours', async (colorScheme) => {
    const page = await tested.open(path, { colorScheme })
    await page.getByRole('heading', { name: text }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  it.each([360, 1920])('fits a window of %i pixels', async (width) => {
    const page = await tested.open(path, { width })
    await page.getByRole('heading', { name: text }).waitFor()
    expect(await overhang(page)).toBe(0)
  })

  it('says what is wrong while the gateway answers with errors, and recovers', async () => {
    tested.fake.state.mode = 'error'
    const page = await tested.open(path)
    await page.getByText('The gateway is not ready').first().waitFor()
    tested.fake.state.mode = 'works'
    await page.getByRole('heading', { name: text }).waitFor()
  })

  it('says what it loads while the gateway takes its time', async () => {
    tested.fake.state.mode = 'slow'
    const page = await tested.open(path)
    await page
      .getByText(/^Loading /)
      .first()
      .waitFor()
  })

  it('keeps what it knows while the gateway is away, and says so', async () => {
    const page = await tested.open(path)
    await page.getByRole('heading', { name: text }).waitFor()
    await tested.fake.stop()
    await page.getByText('The gateway does not answer').first().waitFor({ timeout: 15_000 })
    expect(await page.getByRole('heading', { name: text }).count()).toBe(1)
  })
})
