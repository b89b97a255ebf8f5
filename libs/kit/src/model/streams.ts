import type { AnyAggregate, Decision } from './aggregate.ts'
import { type Origin, verdictOf, withoutSecrets } from './command.ts'
import type { AnyCommand, AnyEvent, Cause, RecordedEvent } from './event.ts'
import type { PendingChange } from './pending.ts'
import { aggregateOf } from './plan.ts'
import { foldOf, pendingOf, type Service } from './service.ts'
import { childOf } from './trace.ts'
import { pairKey, type Snapshot, type UnitOfWork } from './unit-of-work.ts'
import { keyIn, rowFrom } from './view.ts'

/** Time and randomness for a batch, so that the step stays pure. */
export interface Context {
  /** RFC 3339, UTC, milliseconds: `ce_time` of what the batch writes. */
  readonly now: string
  /** UUID v7. */
  newId(): string
  /** Random bytes as lowercase hex. */
  newHex(bytes: number): string
}

/** Runs commands against streams: decide, evolve, and all that follows from an event. */
export class Streams {
  readonly #service: Service
  readonly #unit: UnitOfWork
  readonly #context: Context

  constructor(service: Service, unit: UnitOfWork, context: Context) {
    this.#service = service
    this.#unit = unit
    this.#context = context
  }

  snapshot(aggregate: string, stream: string): Snapshot {
    const snapshot = this.#unit.snapshots.get(stream)
    if (snapshot && snapshot.aggregate !== aggregate)
      throw new Error(`stream ${stream} belongs to ${snapshot.aggregate}, not to ${aggregate}`)
    const initialState = aggregateOf(this.#service, aggregate).initialState
    return snapshot ?? { aggregate, version: 0, state: initialState, link: undefined }
  }

  run(name: string, stream: string, command: AnyCommand, origin: Origin): Decision<never> {
    const aggregate = aggregateOf(this.#service, name)
    const snapshot = this.snapshot(name, stream)
    const link = snapshot.link ?? aggregate.companion?.ofCommand(command)
    const decision = aggregate.decide(command, snapshot.state, this.#beside(aggregate, stream, command, link))
    const first = this.#unit.events.length
    if (isEvents(decision)) this.#appendAll(aggregate, stream, link, decision, command, origin.cause)
    this.#unit.commands.push({
      at: this.#context.now,
      by: origin.by,
      kind: origin.kind,
      type: command.type,
      stream,
      ...verdictOf(decision),
      events: this.#unit.events.slice(first).map(({ id }) => id),
      causedBy: origin.cause.id,
      request: withoutSecrets(aggregate, command),
    })
    return decision as Decision<never>
  }

  /**
   * An event of the service's own that is known already, from its topic: the stream takes it as it is, and what follows
   * from it follows again.
   * @param command what brought it, or stands in for that
   */
  recall(event: RecordedEvent, command: AnyCommand): void {
    const aggregate = aggregateOf(this.#service, event.aggregate)
    const { link = aggregate.companion?.ofEvent(event) } = this.snapshot(aggregate.name, event.stream)
    this.#settledBy(event)
    const { id, time, traceparent } = event
    this.#take(aggregate, link, event, event, { command, time, cause: { id, traceparent } })
    for (const { name } of pendingOf(this.#service, aggregate.name)) this.#countFrom(event, name)
  }

  #appendAll(
    aggregate: AnyAggregate,
    stream: string,
    link: string | undefined,
    events: readonly AnyEvent[],
    command: AnyCommand,
    { id, traceparent }: Cause,
  ): void {
    const cause = { id, traceparent: childOf(traceparent, this.#context) }
    const occasion = { command, time: this.#context.now, cause }
    for (const event of events) this.#append(aggregate, stream, link, event, occasion)
  }

  #beside(aggregate: AnyAggregate, stream: string, command: AnyCommand, link: string | undefined): unknown {
    const { substates, companion } = aggregate
    const key = substates?.ofCommand(command)
    if (substates && key !== undefined) return this.#unit.substates.get(pairKey(stream, key)) ?? substates.initialState
    if (companion && link !== undefined) return this.snapshot(companion.aggregate.name, link).state
    return undefined
  }

  #append(
    aggregate: AnyAggregate,
    stream: string,
    link: string | undefined,
    event: AnyEvent,
    occasion: Occasion,
  ): void {
    const { time, cause } = occasion
    const recorded = {
      id: this.#context.newId(),
      aggregate: aggregate.name,
      stream,
      version: this.snapshot(aggregate.name, stream).version + 1,
      type: event.type,
      data: event.data,
      time,
      correlationId: this.#service.sagaOf(event),
      causationId: cause.id,
      traceparent: cause.traceparent,
    }
    this.#take(aggregate, link, event, recorded, occasion)
  }

  #take(
    aggregate: AnyAggregate,
    link: string | undefined,
    event: AnyEvent,
    recorded: RecordedEvent,
    { command, time, cause }: Occasion,
  ): void {
    const { id, stream, version } = recorded
    const before = this.snapshot(aggregate.name, stream)
    const state = aggregate.evolve(before.state, event, time)
    this.#unit.events.push(recorded)
    this.#unit.snapshots.set(stream, { aggregate: aggregate.name, version, state, link })
    this.#evolveSubstate(aggregate, stream, event)
    this.#foldOwnViews(event)
    for (const pending of aggregate.pendingAfter?.(event, state, command) ?? [])
      this.#addPending(stream, pending, { id, traceparent: cause.traceparent })
    if (aggregate.companion && link !== undefined)
      for (const following of aggregate.companion.follows(event, before.state))
        this.#append(aggregate.companion.aggregate, link, undefined, following, {
          command,
          time,
          cause: { ...cause, id },
        })
  }

  #evolveSubstate(aggregate: AnyAggregate, stream: string, event: AnyEvent): void {
    const key = aggregate.substates?.ofEvent(event)
    if (!aggregate.substates || key === undefined) return
    const row = pairKey(stream, key)
    const substate = this.#unit.substates.get(row) ?? aggregate.substates.initialState
    this.#unit.substates.set(row, aggregate.substates.evolve(substate, event))
  }

  #foldOwnViews(event: AnyEvent): void {
    for (const view of this.#service.views) {
      const fold = view.source === 'own' ? foldOf(view, event.type) : undefined
      if (fold) this.#unit.rows.set(pairKey(view.name, keyIn(fold, event.data)), rowFrom(fold, null, event.data))
    }
  }

  #addPending(stream: string, pending: PendingChange, cause: Cause): void {
    if ('clear' in pending) return this.#unit.pending.set(pairKey(stream, pending.clear), null)
    this.#unit.pending.set(pairKey(stream, pending.name), {
      id: this.#context.newId(),
      stream,
      name: pending.name,
      kind: pending.set,
      due: pending.due,
      attempt: 0,
      request: pending.set === 'effect' ? pending.request : {},
      cause,
    })
  }

  /** The event of a fired timer or of an answered call names what had set it as its cause: one alone, it is done. */
  #settledBy({ stream, aggregate, causationId }: RecordedEvent): void {
    const keys = pendingOf(this.#service, aggregate).map(({ name }) => pairKey(stream, name))
    const caused = keys.filter((key) => this.#unit.pending.get(key)?.cause.id === causationId)
    if (caused.length === 1 && caused[0] !== undefined) this.#unit.pending.set(caused[0], null)
  }

  /** Pauses are counted from the event, not from now; a timer that starts again has its whole time before it. */
  #countFrom({ id, stream, time }: RecordedEvent, name: string): void {
    const key = pairKey(stream, name)
    const row = this.#unit.pending.get(key)
    if (row?.cause.id !== id || !('afterMs' in row.due)) return
    if (this.#service.timers.some((timer) => timer.name === name && timer.startsAgain)) return
    const at = new Date(Date.parse(time) + row.due.afterMs).toISOString()
    this.#unit.pending.set(key, { ...row, due: { at } })
  }
}

/** What brings an event, and when. */
interface Occasion {
  readonly command: AnyCommand
  /** RFC 3339. */
  readonly time: string
  readonly cause: Cause & { readonly traceparent: string }
}

const isEvents = (decision: Decision<AnyEvent>): decision is readonly AnyEvent[] => Array.isArray(decision)
