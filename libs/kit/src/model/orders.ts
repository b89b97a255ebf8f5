import type { Input, Outcome } from './input.ts'
import type { Context } from './streams.ts'
import { NIL_STREAM, type UnitOfWork } from './unit-of-work.ts'

const TYPES = { retry: 'RetryParked', skip: 'SkipParked' } as const

/** Records an operator's orders on parked messages in the audit trail, with what came of them. */
export function recordOrders(
  inputs: readonly Input[],
  outcomes: readonly Outcome[],
  unit: UnitOfWork,
  { now }: Context,
): void {
  for (const [index, input] of inputs.entries()) {
    const parked = orderedIn(input)
    const outcome = outcomes[index]
    if (!parked || !outcome) continue
    const { order, stream, causedBy, ...request } = parked
    unit.commands.push({
      at: now,
      by: 'operator',
      kind: 'request',
      type: TYPES[order.kind],
      stream,
      ...(outcome.kind === 'stays' ? { outcome: 'rejected', reason: outcome.error } : { outcome: 'accepted' }),
      events: [],
      causedBy,
      request: order.why === undefined ? request : { ...request, why: order.why },
    })
  }
}

function orderedIn(input: Input) {
  if (input.kind === 'malformed' && input.order)
    return { order: input.order, stream: NIL_STREAM, causedBy: input.id, parkedId: input.id }
  if (input.kind !== 'message' || !input.parked?.order) return undefined
  const { id: parkedId, order } = input.parked
  const { stream, id: causedBy, source, version } = input.message
  return { order, stream, causedBy, parkedId, source, version }
}
