/** A small service for the kit's own tests: a library lends books, and a warehouse tells it which books exist. */
import {
  type Aggregate,
  bind,
  clear,
  define,
  effect,
  effectNamed,
  ignore,
  type NothingYet,
  type Policies,
  reject,
  type Service,
  timer,
  timerNamed,
  type View,
  withRow,
} from '../src/model/index.ts'
import type { Codec } from '../src/runtime/index.ts'

type LoanEvent =
  | { type: 'LoanOpened'; data: { loanId: string; shelfId?: string; fragile: boolean } }
  | { type: 'BookLent'; data: { loanId: string; book: string } }
  | { type: 'ReminderSent'; data: { loanId: string } }
  | { type: 'LoanOverdue'; data: { loanId: string } }
export type LoanCommand =
  | { type: 'Open'; shelfId?: string; dueMs?: number; fragile?: boolean; pin?: string }
  | { type: 'Lend'; book: string }
  | { type: 'Remind'; delayMs?: number }
  | { type: 'ConfirmReminder'; answer: string }
  | { type: 'Overdue' }
  | { type: 'Explode' }
export interface Loan {
  readonly open: boolean
  readonly books: number
  readonly reminders: number
  readonly overdue: boolean
  /** Nothing that is due can be decided. */
  readonly fragile: boolean
}
type ShelfEvent = { type: 'SlotTaken'; data: { count: number } }

const shelf: Aggregate<{ taken: number }, never, ShelfEvent> = {
  name: 'shelf',
  visibility: 'private',
  initialState: { taken: 0 },
  decide: () => ignore('follows-from-loans'),
  evolve: (state) => ({ taken: state.taken + 1 }),
}

interface Lent {
  readonly times: number
}

const overdue = timerNamed('overdue')
const reminder = effectNamed<{ to: string }, string>('remind')

export const loan: Aggregate<Loan, LoanCommand, LoanEvent, Lent | { taken: number } | undefined> = {
  name: 'loan',
  visibility: 'published',
  initialState: { open: false, books: 0, reminders: 0, overdue: false, fragile: false },
  secrets: { Open: ['pin'] },
  substates: {
    initialState: { times: 0 },
    ofCommand: (command) => (command.type === 'Lend' ? command.book : undefined),
    ofEvent: (event) => (event.type === 'BookLent' ? event.data.book : undefined),
    evolve: (entry) => ({ times: (entry as Lent).times + 1 }),
  },
  companion: {
    aggregate: shelf,
    ofCommand: (command) => (command.type === 'Open' ? command.shelfId : undefined),
    ofEvent: (event) => (event.type === 'LoanOpened' ? event.data.shelfId : undefined),
    follows: (event) => (event.type === 'LoanOpened' ? [{ type: 'SlotTaken', data: { count: 1 } }] : []),
  },
  decide(command, state, beside) {
    switch (command.type) {
      case 'Open':
        if (beside && 'taken' in beside && beside.taken >= 3) return reject('shelf-full')
        return state.open
          ? ignore('open-already')
          : [{ type: 'LoanOpened', data: { loanId: 'x', shelfId: command.shelfId, fragile: command.fragile ?? false } }]
      case 'Lend':
        if (beside && 'times' in beside && beside.times >= 2) return reject('lent-twice')
        return [{ type: 'BookLent', data: { loanId: 'x', book: command.book } }]
      case 'Overdue':
        if (state.fragile) throw new Error('this timer cannot be decided')
        return state.overdue ? ignore('overdue-already') : [{ type: 'LoanOverdue', data: { loanId: 'x' } }]
      case 'ConfirmReminder':
        if (command.answer === 'explode') throw new Error('this answer cannot be understood')
        return [{ type: 'ReminderSent', data: { loanId: 'x' } }]
      case 'Remind':
        return [{ type: 'ReminderSent', data: { loanId: 'x' } }]
      case 'Explode':
        throw new Error('this command cannot be decided')
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'LoanOpened':
        return { ...state, open: true, fragile: event.data.fragile }
      case 'BookLent':
        return { ...state, books: state.books + 1 }
      case 'ReminderSent':
        return { ...state, reminders: state.reminders + 1 }
      case 'LoanOverdue':
        return { ...state, overdue: true }
    }
  },
  pendingAfter(event, _state, command) {
    if (event.type === 'LoanOpened' && command.type === 'Open' && command.dueMs !== undefined)
      return [timer(overdue, { afterMs: command.dueMs })]
    if (event.type === 'BookLent' && command.type === 'Lend' && command.book === 'letter')
      return [effect(reminder, { to: event.data.loanId })]
    return event.type === 'LoanOverdue' ? [clear(reminder)] : []
  },
}

type Consumed =
  | { type: 'BookFound'; data: { loanId: string; book: string } }
  | { type: 'BookPriced'; data: { book: string; price: number } }
  | { type: 'BookBurnt'; data: { loanId: string } }
  | { type: 'BookOrdered'; data: { loanId: string; book: string } }
  | { type: 'BookTorn'; data: { loanId: string; page: { book: string } } }

export interface PriceRow {
  readonly book: string
  readonly price: number
}
const prices: View<PriceRow, Consumed> = {
  name: 'prices',
  source: 'replicated',
  key: 'book',
  on: { BookPriced: { key: (e) => e.book, row: (_, e) => ({ book: e.book, price: e.price }) } },
}

const policies: Policies<Consumed, LoanCommand> = {
  BookFound: { stream: (e) => e.loanId, command: (e) => ({ type: 'Lend', book: e.book }) },
  BookBurnt: { stream: (e) => e.loanId, command: () => ({ type: 'Explode' }) },
  BookTorn: { stream: (e) => e.loanId, command: (e) => ({ type: 'Lend', book: e.page.book }) },
  BookOrdered: withRow(prices, {
    stream: (e) => e.loanId,
    key: (e) => e.book,
    command: (_, { price }) => ({ type: 'Lend', book: `priced ${price}` }),
  }),
}

export interface Postman {
  remind(to: string): Promise<string | NothingYet>
}
const remind = define(loan).effect(reminder, {
  calls: 'the post',
  call: ({ to }, postman: Postman) => postman.remind(to),
  command: (answer) => ({ type: 'ConfirmReminder', answer }),
  refused: () => ({ type: 'Overdue' }),
})

export const library: Service = {
  name: 'library',
  source: '/services/library',
  namespace: 'test.library',
  topic: 'test.library.v1',
  subscribes: ['test.warehouse.v1'],
  aggregates: [loan, shelf],
  policies: bind(loan, policies),
  views: [prices],
  timers: [define(loan).timer(overdue, { startsAgain: true, command: () => ({ type: 'Overdue' }) })],
  effects: [remind],
  sagaOf: () => undefined,
}

/** JSON in place of Avro: what the bytes are is none of the kit's business. */
export const jsonCodec: Codec = {
  encode: (type, data) => Buffer.from(JSON.stringify({ type, data })),
  decode: (type, bytes) => {
    const parsed = JSON.parse(bytes.toString()) as { type: string; data: unknown }
    if (parsed.type !== type) throw new Error(`these bytes are ${parsed.type}`)
    return parsed.data
  },
  translate: (type, bytes, topic) => Buffer.from(JSON.stringify({ ...JSON.parse(bytes.toString()), type, topic })),
  versionOf: () => 1,
  prepare: async () => {},
  check: async () => {},
  compare: async () => [],
}
