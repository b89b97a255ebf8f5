import { afterAll, beforeAll, expect, it } from 'vitest'
import { byHand } from '../support/by-hand.ts'
import { type Copy, copyOfClone } from '../support/copy-of-clone.ts'

const MINUTES = 60_000

let copy: Copy
let original: ReadonlyMap<string, string>
beforeAll(() => {
  copy = copyOfClone()
  original = copy.files()
}, 3 * MINUTES)
afterAll(() => copy.remove())

it(
  'a new ending takes at most seven files; documents, simulator, demo and tests read it from the table',
  () => {
    decideIt()
    listIt()
    allowItUnderChaos()
    copy.run('generate')
    copy.run('fix')
    copy.run('check')
    expect(copy.run('test', '--project', 'unit', 'oracle', 'chaos/test/endings', 'services/order')).toMatch(
      /Tests .*passed/,
    )
    // Once when nothing goes wrong, once under every fault.
    const simulated = copy.run('test', '--project', 'unit', 'simulation/test/endings', '-t', 'a deposit above')
    expect(simulated).toMatch(/Tests +2 passed/)
    expect(copy.files().get('docs/saga/README.md')).toContain('deposit_too_high')
    expect(byHand(copy, original)).toHaveLength(6)
  },
  8 * MINUTES,
)

/** The order's service ends the saga; every policy that undoes a step follows OrderCancelled. */
function decideIt(): void {
  copy.edit(
    'services/order/src/domain/order/decide.ts',
    [
      "    case 'ValidateOrder':\n",
      "    case 'ValidateOrder':\n      if (status === 'requested' && order.deposit.amount > MOST_DEPOSIT) return [cancelled(order, 'deposit_too_high')]\n",
    ],
    [
      '\nexport function decide(',
      '\n/** Minor units: a card takes no more at once. */\nconst MOST_DEPOSIT = 40_000\n\nexport function decide(',
    ],
  )
  copy.edit('services/order/src/domain/order/decide.unit.test.ts', [
    "test.each(statuses)('the story",
    `test('a deposit that is too high for a card cancels the order', () =>
  expect(
    given({ ...requested, data: { ...requested.data, deposit: eur(40_001) } }).when({ type: 'ValidateOrder' }),
  ).toEqual([cancelled('deposit_too_high')]))

test.each(statuses)('the story`,
  ])
  copy.edit('libs/events/schemas/order/OrderCancelled/v1.avsc', [
    'credit_refused, ',
    'credit_refused, deposit_too_high, ',
  ])
}

function listIt(): void {
  copy.edit(
    'oracle/src/endings.ts',
    [
      "    [\n      'duplicates, reordering",
      "    ['a deposit above what a card takes at once', 'OrderCancelled{deposit_too_high}', 'seats, credit'],\n    [\n      'duplicates, reordering",
    ],
    [
      '\n]\n\n/** What can be observed',
      `
  {
    number: 13,
    given: 'a deposit above what a card takes at once',
    wishes: { seats: 24, seatsOfEvening: 24, creditLimitCents: 10_000_000 },
    ...cancelled('deposit_too_high'),
    calmly: ['deposit_too_high'],
  },
]

/** What can be observed`,
    ],
  )
}

function allowItUnderChaos(): void {
  copy.edit('chaos/src/checks/endings.ts', [
    "  if (reason === 'guest_cancelled')",
    "  if (reason === 'deposit_too_high') return allowed(wishes.seats >= 24)\n  if (reason === 'guest_cancelled')",
  ])
  copy.edit('chaos/test/endings.unit.test.ts', [
    "    ['nobody who cancels'",
    "    ['a small deposit', inputs(), [cancelled('deposit_too_high')], 'deposit_too_high'],\n    ['nobody who cancels'",
  ])
}
