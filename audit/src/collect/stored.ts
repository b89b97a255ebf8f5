import { hash } from 'node:crypto'
import type { Codec } from '@bistro/events'
import type { ServiceName } from '@bistro/services'
import type { Snapshot } from './snapshot.ts'

/** An event as a service stores it. */
export interface StoredEvent {
  readonly service: ServiceName
  readonly position: number
  readonly aggregate: string
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly type: string
  readonly time: Date
  readonly published: boolean
  readonly bytes: Buffer
}

const EVENTS = `select position, stream, version, id, aggregate, type, time, published, bytes from events order by position`

/** Every event of one service in the order in which it was written. */
export async function* storedEvents(snapshot: Snapshot): AsyncGenerator<StoredEvent> {
  for await (const row of snapshot.each<Omit<StoredEvent, 'service'>>(EVENTS))
    yield { ...row, service: snapshot.service }
}

/** The data of a stored or published event; undefined if its bytes cannot be decoded. Private events are JSON. */
export async function dataOf(
  codec: Codec,
  { published, type, bytes }: Pick<StoredEvent, 'published' | 'type' | 'bytes'>,
  topic?: string,
) {
  try {
    if (!published) return JSON.parse(bytes.toString()) as object
    await codec.prepare(bytes)
    return codec.decode(type, bytes, topic) as object
  } catch (error) {
    if ((error as { retryable?: boolean }).retryable) throw error
    return undefined
  }
}

/** Equal for the same event with the same bytes. */
export const identityOf = (id: string, bytes: Buffer): string => `${id} ${hash('md5', bytes)}`
