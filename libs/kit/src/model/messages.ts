import type { Message } from './event.ts'
import { CLOSED_GATE, type Gate, judge } from './gate.ts'
import type { Input, Outcome, ParkedReason, ParkedRef } from './input.ts'
import { foldOf, policyOf, type Service } from './service.ts'
import type { Context, Streams } from './streams.ts'
import { gateKey, NIL_STREAM, type ParkedAt, pairKey, placeOf, skippedKey, type UnitOfWork } from './unit-of-work.ts'
import { keyIn, type Row, rowFrom } from './view.ts'

/** Place of a record without valid headers. */
const UNKNOWN_PLACE = {
  source: '',
  stream: NIL_STREAM,
  gate: gateKey('', NIL_STREAM),
  version: 0,
  id: NIL_STREAM,
  time: '',
  type: '',
  traceparent: undefined,
  data: undefined,
  unread: undefined,
}

interface Waiting {
  readonly message: Message
  readonly parked: ParkedRef | undefined
}

/** Takes messages through the gate: applies them, drops duplicates, parks those that must wait. */
export class Messages {
  readonly #service: Service
  readonly #unit: UnitOfWork
  readonly #context: Context
  readonly #streams: Streams
  /** Messages ahead of their gate, of this batch or parked, by gate and version. A version may have several records. */
  readonly #ahead = new Map<string, Map<number, Waiting[]>>()
  /** Messages that wait for a view row, of this batch or parked, by row. */
  readonly #forRow = new Map<string, Waiting[]>()
  /** Parked rows by place: a copy is not parked twice, and an unreadable record gives way to a readable one. */
  readonly #parked = new Map<string, ParkedAt[]>()
  /** Parked versions by gate. */
  readonly #versions = new Map<string, number[]>()
  /** Why a message stays parked, by its id. */
  readonly #stays = new Map<string, string>()

  constructor(service: Service, unit: UnitOfWork, context: Context, streams: Streams) {
    this.#service = service
    this.#unit = unit
    this.#context = context
    this.#streams = streams
  }

  /** Registers all parked rows, among the inputs or not, before the first input is taken. */
  expect(inputs: readonly Input[]): void {
    for (const [place, rows] of this.#unit.parkedPlaces) for (const row of rows) this.#note(place, row)
    for (const input of inputs)
      if (input.kind === 'message' && input.parked) this.#expectParked(input.message, input.parked)
  }

  #expectParked(message: Message, { id, reason }: ParkedRef): void {
    this.#note(placeOf(message), { id, reason, eventId: message.id, value: message.raw.value })
    const versions = this.#versions.get(message.gate)
    if (versions) versions.push(message.version)
    else this.#versions.set(message.gate, [message.version])
  }

  #note(place: string, row: ParkedAt): void {
    const rows = this.#parked.get(place)
    if (!rows) this.#parked.set(place, [row])
    else if (!rows.some(({ id }) => id === row.id)) rows.push(row)
  }

  /** Result of an operator's order that did not succeed. */
  outcomeOf(input: Input): Outcome | undefined {
    const id = orderedBy(input)
    const error = id === undefined ? undefined : this.#stays.get(id)
    return error ? { kind: 'stays', error } : undefined
  }

  take(message: Message, parked?: ParkedRef): void {
    const key = message.gate
    if (parked?.order?.kind === 'skip') return this.#skip(key, message, parked)
    switch (judge(this.#gate(key), message)) {
      case 'duplicate':
        return this.#passed(key, message, parked)
      case 'divergent':
        // An unreadable record gives way to the applied one of the same version, whichever arrived first.
        if (parked && parked.reason !== 'poison' && message.failure !== undefined) return this.#unpark(key, parked)
        return this.#park({ message, parked }, 'poison', this.#divergenceOf(message, this.#gate(key).eventId))
      case 'ahead':
        return this.#waitForGap(key, { message, parked })
      case 'next':
        return this.#next(key, { message, parked })
    }
  }

  #next(key: string, waiting: Waiting): void {
    const { message, parked } = waiting
    if (parked?.reason === 'poison' && !parked.order) return
    if (!parked && this.#parked.size > 0) {
      if (this.#isParked(message)) return
      const first = this.#atPlaceOf(message).find(({ reason }) => reason === 'view')
      if (first) return this.#park(waiting, 'poison', this.#divergenceOf(message, first.eventId))
    }
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
      const row: Row = needed ? (this.#unit.rows.get(pairKey(needed.view, needed.key)) ?? {}) : {}
      const origin = { kind: 'message', by: publishedBy(message), cause: message } as const
      this.#streams.run(policy.aggregate, policy.stream(data), policy.command(data, row, message), origin)
    }
    return moved
  }

  #foldViews(type: string, data: object): string[] {
    const moved: string[] = []
    for (const view of this.#service.views) {
      const fold = view.source === 'replicated' ? foldOf(view, type) : undefined
      if (!fold) continue
      const key = pairKey(view.name, keyIn(fold, data))
      const before = this.#unit.rows.get(key)
      const after = rowFrom(fold, before, data)
      if (after === before) continue
      this.#unit.rows.set(key, after)
      moved.push(key)
    }
    return moved
  }

  #missingRow(message: Message): string | undefined {
    const needed = message.data && policyOf(this.#service, message.type)?.needs?.(message.data)
    if (!needed) return undefined
    const key = pairKey(needed.view, needed.key)
    return this.#unit.rows.get(key) === null ? key : undefined
  }

  /** Moves the gate, then takes the stream's next message if it is already here. */
  #move(key: string, { message, parked }: Waiting): void {
    const gate = this.#gate(key)
    this.#unit.gates.set(key, { ...gate, version: message.version, eventId: message.id })
    if (parked) this.#unpark(key, parked)
    if (this.#parked.size > 0 && parked?.order?.kind !== 'skip') this.#takePlace(key, message, parked)
    const queue = this.#ahead.get(key)
    if (!queue) return
    const others = queue.get(message.version) ?? []
    queue.delete(message.version)
    for (const other of others) if (other.message !== message) this.take(other.message, other.parked)
    for (const next of queue.get(message.version + 1) ?? [])
      if (this.#gate(key).version === message.version) this.#next(key, next)
  }

  /** Unparks unreadable records of the version that has now been applied. */
  #takePlace(key: string, message: Message, parked: ParkedRef | undefined): void {
    for (const row of this.#atPlaceOf(message)) {
      if (row.id === parked?.id || (row.reason !== 'poison' && row.reason !== 'schema')) continue
      const index = this.#unit.parked.findIndex(({ id }) => id === row.id)
      if (index >= 0) this.#unit.parked.splice(index, 1)
      this.#unpark(key, row, index < 0)
    }
    this.#parked.delete(placeOf(message))
  }

  /** The gate is at this version or beyond: poison with another event id stays for an operator to see. */
  #passed(key: string, message: Message, parked: ParkedRef | undefined): void {
    if (parked?.reason === 'poison' && message.id !== this.#gate(key).eventId)
      this.#stays.set(
        parked.id,
        `version ${message.version} is already applied or skipped, with another record: skip this one`,
      )
    else if (parked) this.#unpark(key, parked)
  }

  /** Skips the message and missing versions before it, unless one of those is parked. */
  #skip(key: string, message: Message, parked: ParkedRef): void {
    const { version } = this.#gate(key)
    const earlier = this.#versions.get(key)?.find((other) => other > version && other < message.version)
    if (earlier !== undefined)
      this.#stays.set(parked.id, `version ${earlier} of this stream is parked: retry or skip that one first`)
    else if (message.version > version) this.#move(key, { message, parked })
    else this.#unpark(key, parked)
  }

  #waitForGap(key: string, waiting: Waiting): void {
    const queue = this.#ahead.get(key) ?? new Map<number, Waiting[]>()
    this.#ahead.set(key, queue)
    const list = queue.get(waiting.message.version) ?? []
    queue.set(waiting.message.version, list)
    const same = list.findIndex(({ message }) => isSame(message, waiting.message))
    if (same < 0) list.push(waiting)
    else if (waiting.parked && !list[same]?.parked) list[same] = waiting
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

  /** Its stream is unknown, so nothing waits for it. Its derived id makes a redelivered copy the same row. */
  malformed({ id, record, failure, order }: Extract<Input, { kind: 'malformed' }>): void {
    const skipped = skippedKey(id)
    if (this.#gate(skipped).version > 0) return
    if (order?.kind === 'retry') return void this.#stays.set(id, failure)
    if (order) {
      this.#unit.unparked.push(id)
      this.#unit.gates.set(skipped, { ...CLOSED_GATE, version: 1, eventId: id })
      return
    }
    const message: Message = { ...UNKNOWN_PLACE, failure, raw: record }
    this.#unit.parked.push({ id, reason: 'poison', waitsFor: undefined, message })
  }

  /** Parks the messages that still wait when the batch ends. */
  parkRest(): void {
    for (const [row, queue] of this.#forRow)
      for (const waiting of queue) this.#park(waiting, 'view', `waits for row ${row}`, row)
    for (const [key, queue] of this.#ahead)
      for (const waiting of [...queue.values()].flat()) {
        if (waiting.message.version <= this.#gate(key).version) continue
        this.#park(waiting, 'gap', `waits for version ${waiting.message.version - 1} or earlier`)
      }
  }

  #park(waiting: Waiting, reason: ParkedReason, error: string, row?: string): void {
    const { message, parked } = waiting
    if (parked) this.#stays.set(parked.id, error)
    if (parked ? !worsens(parked.reason, reason) : this.#isParked(message)) return
    const key = message.gate
    if (parked) this.#unpark(key, parked)
    const id = this.#context.newId()
    const others = this.#atPlaceOf(message).filter((row) => row.id !== parked?.id)
    this.#parked.set(placeOf(message), [...others, { id, reason, eventId: message.id, value: message.raw.value }])
    this.#unit.parked.push({
      id,
      reason,
      waitsFor: row,
      message: { ...message, failure: error },
    })
    const gate = this.#gate(key)
    this.#unit.gates.set(key, { ...gate, waiting: gate.waiting + 1 })
  }

  #atPlaceOf(message: Message): readonly ParkedAt[] {
    return this.#parked.get(placeOf(message)) ?? []
  }

  #isParked(message: Message): boolean {
    return this.#atPlaceOf(message).some(
      ({ eventId, value }) => eventId === message.id && areEqual(value, message.raw.value),
    )
  }

  #divergenceOf({ version, id }: Message, other: string): string {
    return `divergent history: version ${version} is event ${other} here, but event ${id} in this record`
  }

  #unpark(key: string, { id }: Pick<ParkedRef, 'id'>, isStored = true): void {
    if (isStored) this.#unit.unparked.push(id)
    const gate = this.#gate(key)
    this.#unit.gates.set(key, { ...gate, waiting: Math.max(0, gate.waiting - 1) })
  }

  #gate(key: string): Gate {
    return this.#unit.gates.get(key) ?? CLOSED_GATE
  }
}

/** The parked message on which the input is an operator's order. */
function orderedBy(input: Input): string | undefined {
  if (input.kind === 'malformed') return input.order && input.id
  return input.kind === 'message' && input.parked?.order ? input.parked.id : undefined
}

/** The name of the service that published it: sources are `/services/<name>`. */
const publishedBy = ({ source }: Message): string => source.slice(source.lastIndexOf('/') + 1)

const isSame = (one: Message, other: Message): boolean =>
  one.id === other.id && areEqual(one.raw.value, other.raw.value)

/** Compares by reference first: in a simulation copies are the same buffer. */
const areEqual = (one: Buffer, other: Buffer): boolean => one === other || one.equals(other)

/** A parked message is parked again only if its reason changes; poison stays poison. */
const worsens = (before: ParkedReason, after: ParkedReason): boolean =>
  before !== 'poison' && after !== 'gap' && before !== after
