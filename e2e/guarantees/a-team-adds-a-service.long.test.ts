import { call } from '@bistro/client'
import { findFreePortBase } from '@bistro/stack'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { byHand, changedSince } from '../support/by-hand.ts'
import { type Copy, copyOfClone } from '../support/copy-of-clone.ts'

const MINUTES = 60_000

let copy: Copy
let original: ReadonlyMap<string, string>
beforeAll(() => {
  copy = copyOfClone()
  original = copy.files()
}, 3 * MINUTES)
afterEach(() => copy.restore(changedSince(copy, original), original))
afterAll(() => copy.remove())

const makeLoyalty = () => copy.run('new', 'service', 'loyalty', '--reads', 'OrderDelivered,CustomerRegistered')

/** @returns what one step has changed and a person has to keep */
function step(work: () => unknown): string[] {
  const before = copy.files()
  work()
  return byHand(copy, before)
}

describe('npm run new -- service, and -- view', () => {
  it(
    'make what checks and keeps its contract: a service is one line outside its folder, a view five files in all',
    () => {
      const reader = step(() => expect(makeLoyalty()).toContain('Left to write by hand'))
      expect(reader.filter((path) => !path.startsWith('services/loyalty/'))).toEqual(['services/registry.ts'])
      expect(copy.files().get('services/registry.ts')?.split('\n')).toHaveLength(
        (original.get('services/registry.ts')?.split('\n').length ?? 0) + 1,
      )
      copy.run('new', 'service', 'bonus', '--reads', 'OrderDelivered', '--publishes', 'BonusGiven,BonusTaken')
      copy.run('new', 'view', 'bonus', 'open_bonuses', '--reads', 'OrderCancelled')
      expect(step(() => copy.run('new', 'view', 'payment', 'open_orders', '--reads', 'OrderRequested'))).toHaveLength(5)
      copy.run('check')
      expect(copy.run('contract', 'loyalty', 'bonus', 'payment')).toMatch(/Tests .*passed/)
    },
    5 * MINUTES,
  )

  it(
    'makes one that starts with the others, and takes what happens',
    async () => {
      makeLoyalty()
      const base = await findFreePortBase()
      const stack = copy.begin({ BISTRO_PORT_BASE: String(base) }, 'start')
      try {
        await vi.waitFor(() => expect(stack.output()).toMatch(/CreditDebited/), { timeout: 2 * MINUTES, interval: 500 })
        const order = /order ([\da-f-]{36})/.exec(stack.output())?.[1]
        const heard = () => call(`http://127.0.0.1:${base + 7}/heard/${order}`)
        await vi.waitFor(
          async () => expect((await heard()).body).toMatchObject({ lastEvent: 'OrderDelivered' }),
          10_000,
        )
      } finally {
        await stack.interrupt()
      }
    },
    5 * MINUTES,
  )

  it('has three ports to give', () => {
    copy.edit('services/registry.ts', [
      '} as const satisfies',
      '  a: { port: 7 },\n  b: { port: 8 },\n  c: { port: 9 },\n} as const satisfies',
    ])
    const before = copy.files()
    expect(() => copy.run('new', 'service', 'loyalty', '--reads', 'OrderDelivered')).toThrow('No port is free')
    expect(changedSince(copy, before)).toEqual([])
  })
})

describe('npm run new -- event', () => {
  it(
    'makes what can be made of one; with its publisher and a consumer it takes twelve files',
    () => {
      copy.run('new', 'event', 'customer', 'CustomerGreeted')
      publish()
      consume()
      copy.run('generate')
      copy.run('fix')
      copy.run('check')
      expect(copy.run('contract', 'customer', 'shipping')).toMatch(/Tests .*passed/)
      expect(byHand(copy, original).length).toBeLessThanOrEqual(12)
    },
    5 * MINUTES,
  )
})

/** What a person writes: a command by a route, and what it leads to. */
function publish(): void {
  const domain = 'services/customer/src/domain/account'
  copy.edit(`${domain}/commands.ts`, [
    'export type AccountCommand = ',
    "export interface Greet {\n  readonly type: 'Greet'\n  readonly customerId: string\n}\n\nexport type AccountCommand = Greet | ",
  ])
  copy.edit(`${domain}/decide.ts`, [
    "    case 'ReserveCredit':\n",
    `    case 'Greet': {
      const { customerId } = command
      return account.registered ? [{ type: 'CustomerGreeted', data: { customerId } }] : unknownCustomer(customerId)
    }
    case 'ReserveCredit':\n`,
  ])
  copy.edit(`${domain}/evolve.ts`, [
    "    case 'CreditRefused':\n",
    "    case 'CreditRefused':\n    case 'CustomerGreeted':\n",
  ])
  copy.edit('services/customer/test/contract/examples.ts', [
    '  CreditReserved: story(',
    "  CustomerGreeted: story(account, [register, { type: 'Greet', customerId }]),\n  CreditReserved: story(",
  ])
  copy.edit(
    'services/customer/src/http/changes.ts',
    [
      '\n  const address = {',
      `
  const greeting = {
    tags,
    summary: 'Greets a guest',
    'x-bistro-role': 'operator',
    params: IdParams,
    body: NoBody,
    response: { 200: Customer, ...problemResponses({ 404: 'unknown-customer' }) },
  } as const
  api.post('/customers/:id/greeting', { schema: greeting, config: { open: true } }, (request, reply) =>
    change({ request, reply }, request.params.id, { type: 'Greet', customerId: request.params.id }),
  )

  const address = {`,
    ],
    ['IdParams,', 'IdParams, NoBody,'],
  )
  copy.edit('services/customer/test/contract/http.unit.test.ts', [
    '    await talk.ask({ method: ',
    "    await talk.ask({ method: 'POST', url: [url, 'greeting'].join('/') })\n    await talk.ask({ method: ",
  ])
  copy.edit('saga/src/explore/outside.ts', [
    "  command('reservation', 'evening',",
    "  command('customer', 'account', 'POST /customers/:id/greeting', { type: 'Greet', customerId }),\n  command('reservation', 'evening',",
  ])
}

/** A view of another service takes it. */
function consume(): void {
  copy.edit('services/shipping/src/domain/consumes.ts', [
    '  OrderConfirmed:',
    "  CustomerGreeted: ['customerId'],\n  OrderConfirmed:",
  ])
  copy.edit(
    'services/shipping/src/domain/views/delivery-addresses.ts',
    ['  on: { ', '  on: { CustomerGreeted: { key: ({ customerId }) => customerId, row: (row) => row }, '],
    ["Consumed<'", "Consumed<'CustomerGreeted' | '"],
  )
  copy.edit('services/shipping/test/contract/consumed.unit.test.ts', [
    '  OrderConfirmed: {\n',
    '  CustomerGreeted: { when: { rows: home }, leadsTo: { rows: home } },\n  OrderConfirmed: {\n',
  ])
  copy.edit('saga/src/declared.ts', ["  CustomerGreeted: 'nobody reads it yet',\n", ''])
}
