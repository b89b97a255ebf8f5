import type { AnyAggregate } from './aggregate.ts'
import type { AnyCommand, Message } from './event.ts'
import { judge } from './gate.ts'
import type { Input, Request } from './input.ts'
import { type Locks, locksIn, NO_LOCKS } from './locks.ts'
import type { AnyPolicy } from './policy.ts'
import { foldOf, policyOf, type Service } from './service.ts'
import { pairKey, placeOf, skippedKey, type UnitOfWork } from './unit-of-work.ts'
import { keyIn, type Row, type RowRef } from './view.ts'

/** What a batch still has to load, by the keys of `UnitOfWork`. */
export interface Needs {
  readonly gates: Set<string>
  readonly snapshots: Set<string>
  readonly substates: Set<string>
  /** Rows to be changed: loaded under lock. */
  readonly rowsToChange: Set<string>
  readonly rowsToRead: Set<string>
  readonly pending: Set<string>
  readonly answers: Set<string>
  /** Gates whose parked messages may be next. */
  readonly parkedOfGates: Set<string>
  /** View rows for which messages may be parked. */
  readonly parkedForRows: Set<string>
  /** Places of messages that may be parked already. */
  readonly parkedPlaces: Set<string>
}

export const noNeeds = (): Needs => ({
  gates: new Set(),
  snapshots: new Set(),
  substates: new Set(),
  rowsToChange: new Set(),
  rowsToRead: new Set(),
  pending: new Set(),
  answers: new Set(),
  parkedOfGates: new Set(),
  parkedForRows: new Set(),
  parkedPlaces: new Set(),
})

/** What the inputs need and the unit of work has not loaded; undefined when nothing is missing. */
export function plan(service: Service, inputs: readonly Input[], unit: UnitOfWork): Needs | undefined {
  const planner = new Planner(service, unit)
  for (const input of inputs) planner.add(input)
  return planner.found ? planner.needs : undefined
}

/** The rows that an input locks, as far as the unit of work has loaded what determines them. */
export function locksOf(service: Service, input: Input, unit: UnitOfWork): Locks {
  const planner = new Planner(service, unit, true)
  try {
    planner.add(input)
  } catch {
    // If a definition throws, its message is parked and locks nothing.
    return NO_LOCKS
  }
  return locksIn(planner.needs)
}

export function aggregateOf(service: Service, name: string): AnyAggregate {
  const aggregate = service.aggregates.find((candidate) => candidate.name === name)
  if (!aggregate) throw new Error(`${service.name} has no aggregate ${name}`)
  return aggregate
}

class Planner {
  readonly needs = noNeeds()
  found = false
  readonly #service: Service
  readonly #unit: UnitOfWork
  /** Includes rows that are already loaded. */
  readonly #everything: boolean

  constructor(service: Service, unit: UnitOfWork, everything = false) {
    this.#service = service
    this.#unit = unit
    this.#everything = everything
  }

  add(input: Input): void {
    if (input.kind === 'message') return this.#message(input.message)
    if (input.kind === 'request') return this.#request(input.request)
    if (input.kind === 'malformed') return this.#need('gates', skippedKey(input.id))
    this.#need('pending', pairKey(input.stream, input.name))
    this.#stream(input.stream)
  }

  #message(message: Message): void {
    const { gate } = message
    this.#need('gates', gate)
    if (this.#unit.gates.knows(gate)) {
      const row = this.#unit.gates.get(gate)
      if (row && row.waiting > 0) {
        this.#search('parkedOfGates', gate)
        this.#place(placeOf(message))
      }
      if (row && judge(row, message) === 'duplicate') return
    }
    if (!message.data) return
    this.#views(message.type, message.data)
    const policy = policyOf(this.#service, message.type)
    if (policy) this.#policy(policy, message.data, message)
  }

  #views(type: string, data: object): void {
    for (const view of this.#service.views) {
      const fold = view.source === 'replicated' ? foldOf(view, type) : undefined
      if (!fold) continue
      const row = pairKey(view.name, keyIn(fold, data))
      this.#need('rowsToChange', row)
      this.#search('parkedForRows', row)
    }
  }

  #policy(policy: AnyPolicy, data: object, message: Message): void {
    const stream = policy.stream(data)
    this.#stream(stream)
    const needed = policy.needs?.(data)
    if (!needed) return this.#beside(policy.aggregate, stream, policy.command(data, {}, message))
    const row = this.#rows([needed])?.[0]
    if (row) this.#beside(policy.aggregate, stream, policy.command(data, row, message))
  }

  #request(request: Request): void {
    this.#stream(request.stream)
    if (request.idempotency) this.#need('answers', request.idempotency.key)
    const rows = this.#rows(request.reads)
    if (rows) this.#beside(request.aggregate, request.stream, request.command(rows))
  }

  #stream(stream: string): void {
    this.#need('snapshots', stream)
  }

  /** The substate or the companion that the command's decision reads. */
  #beside(name: string, stream: string, command: AnyCommand): void {
    const aggregate = aggregateOf(this.#service, name)
    const substate = aggregate.substates?.ofCommand(command)
    if (substate !== undefined) this.#need('substates', pairKey(stream, substate))
    const companion = aggregate.companion?.ofCommand(command)
    if (companion !== undefined) this.#need('snapshots', companion)
  }

  /** The rows, once all are loaded. */
  #rows(refs: readonly RowRef[]): (Row | null)[] | undefined {
    const keys = refs.map((ref) => pairKey(ref.view, ref.key))
    for (const key of keys) if (!this.#unit.rows.knows(key)) this.#mark('rowsToRead', key)
    return keys.every((key) => this.#unit.rows.knows(key)) ? keys.map((key) => this.#unit.rows.get(key)) : undefined
  }

  #need(kind: 'gates' | 'snapshots' | 'substates' | 'rowsToChange' | 'pending' | 'answers', key: string): void {
    const table = this.#unit[kind === 'rowsToChange' ? 'rows' : kind]
    if (this.#everything || !table.knows(key)) this.#mark(kind, key)
  }

  #search(kind: 'parkedOfGates' | 'parkedForRows', key: string): void {
    if (!this.#unit.searched.has(key)) this.#mark(kind, key)
  }

  #place(key: string): void {
    if (!this.#unit.parkedPlaces.has(key)) this.#mark('parkedPlaces', key)
  }

  #mark(kind: keyof Needs, key: string): void {
    this.needs[kind].add(key)
    this.found = true
  }
}
