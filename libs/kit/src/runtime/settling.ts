import type { Message } from '../model/event.ts'
import type { Order } from '../model/input.ts'
import { inputOfParked, saidBy } from './envelope.ts'
import { revive } from './learning.ts'
import type { Parts } from './parts.ts'
import type { Settled } from './runtime.ts'
import type { StoredParked } from './store.ts'
import type { Writer } from './writer.ts'

/** Carries out an operator's order on a parked message. */
export async function settleParked(parts: Parts, writer: Writer, id: string, order: Order): Promise<Settled> {
  const { store, logger } = parts
  const row = await store.parkedById(id)
  if (!row) return { kind: 'unknown' }
  const behind = await store.parkedBehind(row)
  const error = await settle(parts, writer, row, order)
  const { source, stream, version, record } = row
  const fields = { id, source, stream, version, ...saidBy(record), ...order, behind, error }
  const stays = order.kind === 'retry' ? 'the parked message still fails' : 'the parked message cannot be skipped yet'
  if (error !== undefined) logger.warn(fields, `${stays}: ${error}`)
  else logger.warn(fields, 'an operator settled a parked message')
  return error === undefined ? { kind: 'settled', behind } : { kind: 'stays', error }
}

/** @returns why the message stays parked */
async function settle(parts: Parts, writer: Writer, row: StoredParked, order: Order): Promise<string | undefined> {
  const outcome = await writer.submit(await revive(parts, row, order))
  return outcome.kind === 'stays' ? outcome.error : undefined
}

/** Decodes with the schemas loaded so far. */
export function readParked({ service, codec }: Parts, row: StoredParked): Pick<Partial<Message>, 'type' | 'data'> {
  const input = inputOfParked(service, codec, row)
  if (input.kind === 'message') return { type: input.message.type, data: input.message.data }
  const { ce_type } = row.record.headers
  return ce_type === undefined ? {} : { type: ce_type }
}
