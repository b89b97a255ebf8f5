import { expect, test } from 'vitest'
import { special } from '../fake-gateway/data/sagas.ts'
import { OPERATOR_TOKEN } from '../fake-gateway/routes.ts'
import { overhang, seriousFaults } from './checks.ts'
import { useConsole } from './console.ts'

const tested = useConsole()

const PAGES = [
  ['/sagas', 'Sagas'],
  [`/sagas/${special('lost twice')}`, 'Saga'],
  [`/sagas/${special('provider down')}`, 'Saga'],
  ['/reserve', 'Reserve'],
] as const

const LOOKS = [
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
  { width: 1920, height: 1080, colorScheme: 'light' },
  { width: 1920, height: 1080, colorScheme: 'dark' },
] as const

test.each(LOOKS.flatMap((look) => PAGES.map(([path, title]) => ({ path, title, ...look }))))(
  '$path at $width px, $colorScheme: axe finds nothing serious, nothing is wider than the window',
  async ({ path, title, ...look }) => {
    const page = await tested.open(path, look)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page
      .getByText(/^Loading /)
      .first()
      .waitFor({ state: 'hidden' })
    expect(await seriousFaults(page)).toEqual([])
    expect(await overhang(page)).toBe(0)
  },
)

test('an unknown address says so, and leads back', async () => {
  const page = await tested.open('/nowhere')
  await page.getByText('There is no page at this address').waitFor()
  await page.getByRole('link', { name: 'All sagas' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sagas' }).waitFor()
})

test('the colours follow the system and the button, and the choice survives a reload', async () => {
  const page = await tested.open('/sagas', { colorScheme: 'dark' })
  const background = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
  expect(await background()).toBe('rgb(15, 18, 22)')
  await page.getByRole('button', { name: 'Colours: system' }).click()
  expect(await background()).toBe('rgb(245, 246, 248)')
  await page.reload()
  await page.getByRole('button', { name: 'Colours: light' }).waitFor()
  expect(await background()).toBe('rgb(245, 246, 248)')
})

test('nothing moves where the system says so', async () => {
  const page = await tested.open(`/sagas/${special('provider down')}`, { reducedMotion: 'reduce' })
  await page.getByText('payment asks the card provider').first().waitFor()
  expect(await page.evaluate('document.getAnimations().length')).toBe(0)
})

test('the skip link is the first stop, and leads to the page', async () => {
  const page = await tested.open('/sagas')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('main')
})

test("the operator's token leaves the address, and goes to the gateway with the operator's requests alone", async () => {
  const page = await tested.open('/sagas')
  await page.getByRole('button', { name: 'Operator: leave' }).waitFor()
  expect(new URL(page.url()).hash).toBe('')
  const sent: (string | undefined)[] = []
  page.on('request', (request) => {
    if (/attention|overview/.test(request.url())) sent.push(request.headers().authorization)
  })
  await page.getByRole('link', { name: 'Attention' }).click()
  await page.getByRole('heading', { level: 1, name: 'Attention' }).waitFor()
  await expect.poll(() => sent).toContain(`Bearer ${OPERATOR_TOKEN}`)
  await expect.poll(() => sent, { timeout: 10_000 }).toContain(undefined)
})

test('the counts go on while messages come', async () => {
  const page = await tested.open('/sagas')
  await page.getByRole('link', { name: 'Attention 5 stuck' }).waitFor()
  tested.fake.state.mode = 'empty'
  await page.getByRole('link', { name: 'Attention', exact: true }).waitFor({ timeout: 10_000 })
})
