import type { Decision, Rejected } from './aggregate.ts'
import type { Origin } from './command.ts'
import type { AnyCommand } from './event.ts'
import type { Accepted, Input, Outcome, Request } from './input.ts'
import { Messages } from './messages.ts'
import { recordOrders } from './orders.ts'
import type { EffectDefinition } from './pending.ts'
import type { Service } from './service.ts'
import type { Context } from './streams.ts'
import { Streams } from './streams.ts'
import { type PendingRow, pairKey, type UnitOfWork } from './unit-of-work.ts'

/**
 * The step between load and commit: applies a batch of inputs to its unit of work. Pure and shared
 * by production and simulation. Later inputs see what earlier ones wrote.
 * @returns one outcome per input, in order
 * @throws whatever a definition throws; the caller drops the unit of work and tries each input alone
 */
export function step(service: Service, inputs: readonly Input[], unit: UnitOfWork, context: Context): Outcome[] {
  const streams = new Streams(service, unit, context)
  const messages = new Messages(service, unit, context, streams)
  messages.expect(inputs)
  const outcomes = inputs.map((input) => take(input, service, unit, streams, messages))
  messages.parkRest()
  const final = inputs.map(
    (input, index) => messages.outcomeOf(input) ?? outcomes[index] ?? ({ kind: 'done' } as const),
  )
  recordOrders(inputs, final, unit, context)
  return final
}

function take(input: Input, service: Service, unit: UnitOfWork, streams: Streams, messages: Messages): Outcome {
  switch (input.kind) {
    case 'message':
      messages.take(input.message, input.parked)
      return { kind: 'done' }
    case 'request':
      return request(input.request, unit, streams)
    case 'malformed':
      messages.malformed(input)
      return { kind: 'done' }
    case 'timer': {
      const row = standing(unit, input)
      const definition = service.timers.find((timer) => timer.name === input.name)
      if (row && definition) settle(unit, streams, row, 'timer', definition.aggregate, definition.command(input.stream))
      return { kind: 'done' }
    }
    case 'answer':
      return called(input, service, unit, streams, (effect, request) => effect.command(input.answer, request))
    case 'refusal':
      return called(input, service, unit, streams, (effect, request) => effect.refused?.(input.reason, request))
  }
}

type Called = Extract<Input, { kind: 'answer' | 'refusal' }>

/** A call's result counts once, and only for its own attempt. */
function called(
  input: Called,
  service: Service,
  unit: UnitOfWork,
  streams: Streams,
  commandOf: (effect: EffectDefinition, request: object) => AnyCommand | undefined,
): Outcome {
  const row = standing(unit, input)
  const definition = service.effects.find((effect) => effect.name === input.name)
  if (!row || !definition || row.attempt !== input.attempt) return { kind: 'done' }
  const command = commandOf(definition, row.request)
  if (command) settle(unit, streams, row, input.kind, definition.aggregate, command)
  return { kind: 'done' }
}

/** The pending row of a timer or an answer, if it is still the same. */
function standing(unit: UnitOfWork, input: { stream: string; name: string; id: string }): PendingRow | undefined {
  const row = unit.pending.get(pairKey(input.stream, input.name))
  return row?.id === input.id ? row : undefined
}

function settle(
  unit: UnitOfWork,
  streams: Streams,
  row: PendingRow,
  kind: Origin['kind'],
  aggregate: string,
  command: { type: string },
): void {
  unit.pending.set(pairKey(row.stream, row.name), null)
  streams.run(aggregate, row.stream, command, { kind, by: row.name, cause: row.cause })
}

function request(request: Request, unit: UnitOfWork, streams: Streams): Outcome {
  const kept = request.idempotency && unit.answers.get(request.idempotency.key)
  if (kept && request.idempotency)
    return kept.fingerprint === request.idempotency.fingerprint
      ? { kind: 'replayed', answer: kept.answer }
      : { kind: 'key-reused' }
  const rows = request.reads.map((ref) => unit.rows.get(pairKey(ref.view, ref.key)))
  const origin = { kind: 'request', by: request.by, cause: request.cause } as const
  const decision = streams.run(request.aggregate, request.stream, request.command(rows), origin)
  const outcome = outcomeOf(decision, request, streams)
  if (outcome.kind === 'accepted' || outcome.kind === 'rejected') keep(request, outcome, unit)
  return outcome
}

function outcomeOf(decision: Decision<never>, request: Request, streams: Streams): Outcome {
  const { version, state } = streams.snapshot(request.aggregate, request.stream)
  if ('rejected' in decision) return { kind: 'rejected', ...decision }
  if ('ignored' in decision) return { kind: 'ignored', reason: decision.ignored, version, state }
  return { kind: 'accepted', events: decision, stream: request.stream, version, state }
}

function keep(request: Request, outcome: Accepted | Rejected, unit: UnitOfWork): void {
  const answer = request.idempotency?.answer(outcome)
  if (answer && request.idempotency)
    unit.answers.set(request.idempotency.key, { fingerprint: request.idempotency.fingerprint, answer })
}
