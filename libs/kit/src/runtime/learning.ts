import type { RawRecord } from '../model/event.ts'
import type { Input, Order, ParkedRef } from '../model/input.ts'
import type { Clock } from './clock.ts'
import { inputOf, inputOfParked, unreadable } from './envelope.ts'
import type { Parts } from './parts.ts'
import type { StoredParked } from './store.ts'
import { within } from './within.ts'

/** How long a reader waits for schemas, for all records of a batch together, as other inputs wait behind them. */
export const LEARNING_MS = 1_000
/** Its name in readiness and log. */
export const REGISTRY = 'the schema registry'

/** The parts that reading a record needs. */
type Learning = Pick<Parts, 'service' | 'codec' | 'clock'>

/** A message that waits for its schema. */
type Unread = Extract<Input, { kind: 'message' }> & { readonly message: { readonly unread: string } }

export const isUnread = (input: Input): input is Unread =>
  input.kind === 'message' && input.message.unread !== undefined

/** A record as an input; loads its schema if that succeeds before `until`. Never rejects. */
export async function toInput(
  parts: Learning,
  record: RawRecord,
  parked?: ParkedRef,
  until = parts.clock.monotonic() + LEARNING_MS,
): Promise<Input> {
  const input = inputOf(parts.service, parts.codec, record, parked)
  return isUnread(input) ? learned(parts, input, until) : input
}

/** The same for a parked message. */
export async function revive(
  parts: Learning,
  row: StoredParked,
  order?: Order,
  until = parts.clock.monotonic() + LEARNING_MS,
): Promise<Input> {
  const input = inputOfParked(parts.service, parts.codec, row, order)
  return isUnread(input) ? learned(parts, input, until) : input
}

async function learned({ service, codec, clock }: Learning, input: Unread, until: number): Promise<Input> {
  const { raw, type } = input.message
  try {
    await answered(clock, until - clock.monotonic(), codec.prepare(raw.value))
  } catch (error) {
    return { ...input, message: { ...input.message, ...unreadable(service, type, error) } }
  }
  return inputOf(service, codec, raw, input.parked)
}

const answered = <T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> =>
  within(clock, Math.max(0, ms), work, () => {
    throw new NotInTime()
  })

class NotInTime extends Error {
  readonly retryable = true

  constructor() {
    super('the schema registry did not answer in time')
  }
}

/**
 * Parked messages that may be next, as inputs. Of those that wait for a schema only the readable ones:
 * parking them again would be a useless transaction.
 */
export async function resumable(parts: Parts, limit: number): Promise<Input[]> {
  const { store, clock } = parts
  const until = clock.monotonic() + LEARNING_MS
  const inputs: Input[] = []
  for (const row of await store.resumable(limit)) inputs.push(await revive(parts, row, undefined, until))
  await tellOfRegistry(parts, inputs.some(isUnread))
  return inputs.filter((input) => !(isUnread(input) && input.parked?.reason === 'schema'))
}

/** Checks the registry while it is unavailable or a message waits for a schema, which may be the schema's own fault. */
async function tellOfRegistry({ codec, health, clock }: Parts, isWaitedFor: boolean): Promise<void> {
  if (!isWaitedFor && !health.troubles.some(({ what }) => what === REGISTRY)) return
  try {
    await answered(clock, LEARNING_MS, codec.check())
    health.recovered(REGISTRY)
  } catch (error) {
    health.failed(REGISTRY, (error as Error).message, 'others')
  }
}
