import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ENDINGS, type ProcessName, routesOf } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { UNHURRIED_WORLD } from '../support/unhurried-world.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const TIMEOUT_MS = 150_000
/** Long enough to be noticed and said more than once. */
const OUTAGE_MS = 5_000
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const BY_HAND = readFileSync(join(ROOT, 'docs', 'by-hand.md'), 'utf8')
const CURL_BLOCK = /<!-- curl:begin -->\s*```sh\n(.*?)```\s*<!-- curl:end -->/s.exec(BY_HAND)?.[1] ?? ''

interface Typed {
  output(): string
  readonly status: Promise<number | null>
}

describe('what a newcomer types on a running stack', () => {
  let stack: HostedStack

  beforeAll(async () => {
    stack = await startHostedStack({ settings: UNHURRIED_WORLD })
  })
  afterAll(() => stack?.stop())

  function type(program: string, ...args: readonly string[]): Typed {
    const { BISTRO_PORT_BASE: _, ...env } = process.env
    const own = { BISTRO_DATA_DIR: stack.dataDir, BISTRO_PORT_BASE: String(stack.manifest.portBase), NO_COLOR: '1' }
    const child = spawn(program, args, { cwd: ROOT, env: { ...env, ...own } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    return { output: () => output, status: once(child, 'close').then(([status]) => status as number | null) }
  }
  const bistro = (...args: readonly string[]): Typed =>
    type(process.execPath, join(ROOT, 'cli', 'src', 'main.ts'), ...args)

  const act = (action: 'kill' | 'start', name: ProcessName) => askStack(stack.controlSocket, { action, name })

  it.each(['payment', 'kafka'] as const)(
    'npm run demo says that %s is down, waits for it, and shows who has recovered',
    { timeout: TIMEOUT_MS },
    async (victim) => {
      const demo = bistro('demo')
      // By then every reservation is made, and those with a parcel are far from their ends.
      await expect.poll(demo.output, { timeout: 60_000 }).toContain('OrderCancelled{credit_refused}')
      await act('kill', victim)
      await delay(OUTAGE_MS)
      await act('start', victim)
      expect(await demo.status, demo.output()).toBe(0)
      expect(demo.output()).toMatch(
        new RegExp(
          `^ {2}${victim} has been down for [1-9]\\d* s, waiting \\(npm run stack -- start ${victim}\\)$`,
          'm',
        ),
      )
      expect(demo.output()).toMatch(new RegExp(`^ {2}${victim} is back after \\d+\\.\\d s$`, 'm'))
      const rows = demo.output().match(/^ .* {2}\d+ {2}(yes|recovered|NO)$/gm) ?? []
      expect(rows).toHaveLength(ENDINGS.length)
      expect(rows.filter((row) => row.endsWith('recovered')).length).toBeGreaterThan(0)
      expect(rows.filter((row) => row.endsWith('NO'))).toEqual([])
      expect(demo.output()).not.toMatch(/undefined/)
      const ids = demo.output().match(new RegExp(`^ +\\d+ {2}\\S.* ${UUID}$`, 'gm')) ?? []
      expect(ids).toHaveLength(ENDINGS.filter(({ event }) => event).length)
    },
  )

  it('npm run order follows one reservation to its end and tells what was undone', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const order = bistro('order', '--card', 'tok_slow', '--hold', '86400', '--postcode', '00000')
    expect(await order.status, order.output()).toBe(0)
    const output = order.output()
    expect(output).toContain('card tok_slow, seats held for 86400 s, postcode 00000')
    for (const name of ['customer', 'evening', 'reservation', 'order'])
      expect(output).toMatch(new RegExp(`^ {2}${name} +${UUID}$`, 'm'))
    expect(output).toMatch(/ReservationHeld.*PaymentProcessed.*OrderCancelled.*PaymentRefunded/s)
    expect(output).toMatch(/^Ended after \d+\.\d s with OrderCancelled\{cannot_ship\}\. Undone:$/m)
    for (const undone of ['seats', 'credit', 'deposit', 'parcel'])
      expect(output).toMatch(new RegExp(`^ {2}${undone} .*(Cancelled|Released|Refunded|Failed)$`, 'm'))
    expect(output).toMatch(new RegExp(`^ {2}npm run saga -- ${UUID}$`, 'm'))
  })

  it.each(['sh', 'bash'])(
    'the curl lines of docs/by-hand.md make a reservation in %s, as they stand there',
    async (shell) => {
      const pasted = type(shell, '-eu', '-c', CURL_BLOCK)
      expect(await pasted.status, pasted.output()).toBe(0)
      const [, orderId] =
        new RegExp(`^reservation ${UUID}, order (${UUID})$`, 'm').exec(pasted.output())?.slice(1) ?? []
      expect(JSON.parse(pasted.output().split('\n').at(-1) ?? '')).toMatchObject({
        orderId,
        balance: { amount: 11_900 },
      })
      const params = { path: { id: String(orderId) } }
      const status = async () => (await routesOf(stack.manifest, 'order').GET('/orders/{id}', { params })).data?.status
      await expect.poll(status, { timeout: 30_000 }).toBe('delivered')
    },
  )
})
