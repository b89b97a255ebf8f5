import type { Message } from './event.ts'
import { CLOSED_GATE, type Gate, judge } from './gate.ts'
import type { Input, ParkedReason, ParkedRef } from './input.ts'
import { foldOf, policyOf, type Service } from './service.ts'
import type { Context, Streams } from './streams.ts'
import { keyIn, type Row, rowFrom } from './view.ts'
import { gateKey, NIL_STREAM, pairKey, placeOf, type World } from './world.ts'

/** Where a record without readable headers is filed. */
const UNKNOWN_PLACE = {
  source: '',
  stream: NIL_STREAM,
  gate: gateKey('', NIL_STREAM),
  version: 0,
  id: NIL_STREAM,
  type: '',
  traceparent: undefined,
  data: undefined,
  unread: undefined,
}

interface Waiting {
  readonly message: Message
  readonly parked: ParkedRef | undefined
}

/** Messages through the gate: applied, dropped as duplicates, or set aside until what they wait for is there. */
export class Messages {
  readonly #service: Service
  readonly #world: World
  readonly #context: Context
  readonly #streams: Streams
  /** By gate, then by version: ahead of the gate, in this batch or parked before it. */
  readonly #ahead = new Map<string, Map<number, Waiting>>()
  /** By view row: waiting for it, in this batch or parked before it. */
  readonly #forRow = new Map<string, Waiting[]>()
  /** Places of what is parked already, so that a redelivered copy is not parked twice. */
  readonly #parked = new Set<string>()

  constructor(service: Service, world: World, context: Context, streams: Streams) {
    this.#service = service
    this.#world = world
    this.#context = context
    this.#streams = streams
  }

  /** Takes note of what is parked already, among the inputs or not, before any is taken. */
  expect(inputs: readonly Input[]): void {
    for (const [place, isTaken] of this.#world.parkedPlaces) if (isTaken) this.#parked.add(place)
    for (const input of inputs) if (input.kind === 'message' && input.parked) this.#parked.add(placeOf(input.message))
  }

  take(message: Message, parked?: ParkedRef): void {
    const key = message.gate
    switch (judge(this.#gate(key), message)) {
      case 'duplicate':
        if (parked) this.#unpark(key, parked)
        return
      case 'fork':
        return this.#park({ message, parked }, 'poison', `fork: version ${message.version} was applied with another id`)
      case 'ahead':
        return this.#waitForGap(key, { message, parked })
      case 'next':
        return this.#next(key, { message, parked })
    }
  }

  #next(key: string, waiting: Waiting): void {
    const { message, parked } = waiting
    if (parked?.order === 'skip') return this.#move(key, waiting)
    if (parked?.reason === 'poison' && !parked.order) return
    if (!parked && this.#parked.size > 0 && this.#parked.has(placeOf(message))) return
    if (message.failure !== undefined) return this.#park(waiting, 'poison', message.failure)
    if (message.unread !== undefined) return this.#park(waiting, 'schema', message.unread)
    const missing = this.#missingRow(message)
    if (missing !== undefined) return this.#waitForRow(missing, waiting)
    const moved = this.#apply(message)
    this.#move(key, waiting)
    for (const row of moved) this.#release(row)
  }

  /** @returns keys of the view rows that the message changed */
  #apply(message: Message): string[] {
    const { data, type } = message
    if (!data) return []
    const moved = this.#foldViews(type, data)
    const policy = policyOf(this.#service, type)
    if (policy) {
      const needed = policy.needs?.(data)
      const row: Row = needed ? (this.#world.rows.get(pairKey(needed.view, needed.key)) ?? {}) : {}
      this.#streams.run(policy.aggregate, policy.stream(data), policy.command(data, row), message)
    }
    return moved
  }

  #foldViews(type: string, data: object): string[] {
    const moved: string[] = []
    for (const view of this.#service.views) {
      const fold = view.source === 'replicated' ? foldOf(view, type) : undefined
      if (!fold) continue
      const key = pairKey(view.name, keyIn(fold, data))
      const before = this.#world.rows.get(key)
      const after = rowFrom(fold, before, data)
      if (after === before) continue
      this.#world.rows.set(key, after)
      moved.push(key)
    }
    return moved
  }

  #missingRow(message: Message): string | undefined {
    const needed = message.data && policyOf(this.#service, message.type)?.needs?.(message.data)
    if (!needed) return undefined
    const key = pairKey(needed.view, needed.key)
    return this.#world.rows.get(key) === null ? key : undefined
  }

  /** The gate moves on, and takes the stream's next message with it if that is already here. */
  #move(key: string, { message, parked }: Waiting): void {
    const gate = this.#gate(key)
    this.#world.gates.set(key, { ...gate, version: message.version, eventId: message.id })
    if (parked) this.#unpark(key, parked)
    const next = this.#ahead.get(key)?.get(message.version + 1)
    if (next) this.#next(key, next)
  }

  #waitForGap(key: string, waiting: Waiting): void {
    const queue = this.#ahead.get(key) ?? new Map<number, Waiting>()
    this.#ahead.set(key, queue)
    const known = queue.get(waiting.message.version)
    if (known && (known.parked || !waiting.parked)) return
    queue.set(waiting.message.version, waiting)
  }

  #waitForRow(row: string, waiting: Waiting): void {
    const queue = this.#forRow.get(row) ?? []
    this.#forRow.set(row, queue)
    queue.push(waiting)
  }

  #release(row: string): void {
    const queue = this.#forRow.get(row) ?? []
    this.#forRow.delete(row)
    for (const { message, parked } of queue) this.take(message, parked)
  }

  /** Nobody can say where it belongs, so nothing waits for it. Delivered again, it is the same by its id. */
  stray({ id, record, failure }: Extract<Input, { kind: 'stray' }>): void {
    const message: Message = { ...UNKNOWN_PLACE, failure, raw: record }
    this.#world.parked.push({ id, reason: 'poison', waitsFor: undefined, message })
  }

  /** What still waits when the batch ends is set aside. */
  parkRest(): void {
    for (const [row, queue] of this.#forRow)
      for (const waiting of queue) this.#park(waiting, 'view', `waits for ${row}`, row)
    for (const [key, queue] of this.#ahead)
      for (const waiting of queue.values()) {
        if (waiting.message.version <= this.#gate(key).version) continue
        this.#park(waiting, 'gap', `waits for version ${waiting.message.version - 1} or an earlier one`)
      }
  }

  #park(waiting: Waiting, reason: ParkedReason, error: string, row?: string): void {
    const { message, parked } = waiting
    const place = placeOf(message)
    if (parked ? !worsens(parked.reason, reason) : this.#parked.has(place)) return
    const key = message.gate
    if (parked) this.#unpark(key, parked)
    this.#parked.add(place)
    this.#world.parked.push({
      id: this.#context.newId(),
      reason,
      waitsFor: row,
      message: { ...message, failure: error },
    })
    const gate = this.#gate(key)
    this.#world.gates.set(key, { ...gate, waiting: gate.waiting + 1 })
  }

  #unpark(key: string, parked: ParkedRef): void {
    this.#world.unparked.push(parked.id)
    const gate = this.#gate(key)
    this.#world.gates.set(key, { ...gate, waiting: Math.max(0, gate.waiting - 1) })
  }

  #gate(key: string): Gate {
    return this.#world.gates.get(key) ?? CLOSED_GATE
  }
}

/** A parked message is parked anew only when it now waits for something else; poison stays poison. */
const worsens = (before: ParkedReason, after: ParkedReason): boolean =>
  before !== 'poison' && after !== 'gap' && before !== after
