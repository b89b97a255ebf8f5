import type { Perform } from '../../src/http/types.ts'
import {
  type Aggregate,
  clear,
  define,
  effect,
  effectNamed,
  type Policies,
  rowOf,
  timer,
  timerNamed,
  type View,
  withRow,
} from '../../src/model/index.ts'

// Nothing here runs. Each line below an expectation is a mistake that the compiler must find: where it does not, the
// expectation itself is the error.

type Command = { type: 'Fill'; shelf: string } | { type: 'Break' }
type State = { filled: boolean }

declare const jar: Aggregate<State, Command, { type: 'JarFilled'; data: { jarId: string } }>
declare const shelves: View<{ shelf: string; room: number }, { type: 'ShelfBuilt'; data: { shelf: string } }>
declare const perform: Perform
declare const http: Parameters<ReturnType<Perform>>[0]

const label = effectNamed<{ text: string }, { printed: boolean }>('label')
const spoil = timerNamed('spoil')

/** What an effect is asked. */
effect(label, { text: 'plums' })
// @ts-expect-error: it is asked for a text
effect(label, { colour: 'red' })
// @ts-expect-error: a timer is not asked for anything
effect(spoil, { text: 'plums' })
// @ts-expect-error: an effect is no timer
timer(label, { afterMs: 1 })
// @ts-expect-error: only what is named can be cleared
clear('label')

/** What the audit trail leaves out. */
export const secretive: typeof jar = { ...jar, secrets: { Fill: ['shelf'] } }
// @ts-expect-error: this command has no such field
export const forgetful: typeof jar = { ...jar, secrets: { Break: ['shelf'] } }
// @ts-expect-error: no jar understands this command
export const mistaken: typeof jar = { ...jar, secrets: { Melt: [] } }

/** What its answer leads to. */
define(jar).effect(label, {
  calls: 'the printer',
  call: async () => ({ printed: true }),
  command: () => ({ type: 'Break' }),
})
// @ts-expect-error: the answer of the call is not what the domain expects
define(jar).effect(label, { calls: 'the printer', call: async () => 'printed', command: () => ({ type: 'Break' }) })
define(jar).effect(label, {
  calls: 'the printer',
  call: async () => ({ printed: true }),
  // @ts-expect-error: no jar understands this command
  command: () => ({ type: 'Melt' }),
})
// @ts-expect-error: no jar understands this command
define(jar).timer(spoil, { command: () => ({ type: 'Rot' }) })

/** The row that a policy needs. */
type Built = { type: 'ShelfBuilt'; data: { shelf: string } }
export const policies: Policies<Built, Command> = {
  ShelfBuilt: withRow(shelves, {
    stream: (event) => event.shelf,
    key: (event) => event.shelf,
    // @ts-expect-error: a shelf has no colour
    command: (_, { colour }) => ({ type: 'Fill', shelf: colour }),
  }),
}
export const deaf: Policies<Built, Command> = {
  // @ts-expect-error: nobody publishes this event
  ShelfBurnt: { stream: () => '', command: () => ({ type: 'Break' }) },
}

/** What a route makes of a request. */
void perform(jar)(http, {
  stream: 'j-1',
  reads: [rowOf(shelves, 's-1')],
  command: ([shelf]) => ({ type: 'Fill', shelf: shelf?.shelf ?? '' }),
  answer: ({ state }) => ({ status: state.filled ? 202 : 409 }),
})
void perform(jar)(http, {
  stream: 'j-1',
  // @ts-expect-error: no jar understands this command
  command: () => ({ type: 'Melt' }),
  answer: () => ({ status: 202 }),
})
void perform(jar)(http, {
  stream: 'j-1',
  command: () => ({ type: 'Break' }),
  // @ts-expect-error: a jar has no colour
  answer: ({ state }) => ({ status: 202, body: { colour: state.colour } }),
})
void perform(jar)(http, {
  stream: 'j-1',
  reads: [rowOf(shelves, 's-1')],
  // @ts-expect-error: there may be no such shelf
  command: ([shelf]) => ({ type: 'Fill', shelf: shelf.shelf }),
  answer: () => ({ status: 202 }),
})
