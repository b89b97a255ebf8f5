import type { RawRecord } from '../model/event.ts'
import type { Input, ParkedRef } from '../model/input.ts'
import type { Clock } from './clock.ts'
import { inputOf, inputOfParked, unreadable } from './envelope.ts'
import type { Parts } from './parts.ts'
import type { StoredParked } from './store.ts'
import { within } from './within.ts'

/** So long whoever reads waits for schemas: of all records together, as others of the service wait behind them. */
export const LEARNING_MS = 1_000
/** As readiness and the log call it. */
export const REGISTRY = 'the schema registry'

/** What a record is read with. */
type Learning = Pick<Parts, 'service' | 'codec' | 'clock'>

/** A message that waits for its schema. */
type Unread = Extract<Input, { kind: 'message' }> & { readonly message: { readonly unread: string } }

export const isUnread = (input: Input): input is Unread =>
  input.kind === 'message' && input.message.unread !== undefined

/** A record as an input; its schema is learned, should that be possible until then. Never rejects. */
export async function toInput(
  parts: Learning,
  record: RawRecord,
  parked?: ParkedRef,
  until = parts.clock.monotonic() + LEARNING_MS,
): Promise<Input> {
  const input = inputOf(parts.service, parts.codec, record, parked)
  return isUnread(input) ? learned(parts, input, until) : input
}

/** The same of a parked message. */
export async function revive(
  parts: Learning,
  row: StoredParked,
  order?: 'retry' | 'skip',
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
 * Parked messages whose turn may have come, as inputs. Of those that wait for their schema only what can be read now:
 * to say once more that they wait would be a transaction for nothing.
 */
export async function resumable(parts: Parts, limit: number): Promise<Input[]> {
  const { store, clock } = parts
  const until = clock.monotonic() + LEARNING_MS
  const inputs: Input[] = []
  for (const row of await store.resumable(limit)) inputs.push(await revive(parts, row, undefined, until))
  await tellOfRegistry(parts, inputs.some(isUnread))
  return inputs.filter((input) => !(isUnread(input) && input.parked?.reason === 'schema'))
}

/** Asks the registry itself while it is in trouble, or while something waits for it: that may be one schema's fault. */
async function tellOfRegistry({ codec, health, clock }: Parts, isWaitedFor: boolean): Promise<void> {
  if (!isWaitedFor && !health.troubles.some(({ what }) => what === REGISTRY)) return
  try {
    await answered(clock, LEARNING_MS, codec.check())
    health.recovered(REGISTRY)
  } catch (error) {
    health.failed(REGISTRY, (error as Error).message, 'others')
  }
}
