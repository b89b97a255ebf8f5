import { EVENING_BOARD } from '@bistro/events'
import type { Access } from '../access.ts'
import { brokersOf } from '../collect/brokers.ts'
import { POSITION_KEY, readBoard } from './read.ts'

const CONNECT_TIMEOUT_MS = 3_000
const EVERY_REPLICA = -1

/** The login of the service whose topic it is: reservation's. */
export interface Owner {
  readonly user: string
  readonly password: string
}

export interface PublishedBoard {
  /** Evenings that have a new snapshot. */
  readonly evenings: number
  readonly events: number
  readonly bytes: number
}

interface Message {
  readonly key: string
  /** null: a tombstone. */
  readonly value: string | null
}

/** Folds what has happened since the last snapshots, and publishes one of each evening that changed. */
export async function publishBoard(access: Access, owner: Owner): Promise<PublishedBoard> {
  const { evenings, position, events } = await readBoard(access, 'snapshots')
  const snapshots = evenings.changed.map((one) => ({ key: one.eveningId, value: JSON.stringify(one) }))
  const to = Object.fromEntries([...position].map(([partition, offset]) => [partition, String(offset)]))
  // Last: a reader that finds it finds every snapshot that it speaks of before it.
  if (events > 0) await send(access, owner, [...snapshots, { key: POSITION_KEY, value: JSON.stringify(to) }])
  const bytes = snapshots.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0)
  return { evenings: snapshots.length, events, bytes }
}

/** Publishes a tombstone: readers forget the evening, and compaction removes what the topic has of it. */
export const forgetEvening = (access: Access, owner: Owner, eveningId: string): Promise<void> =>
  send(access, owner, [{ key: eveningId, value: null }])

async function send({ kafka }: Access, owner: Owner, messages: Message[]): Promise<void> {
  const producer = brokersOf({ ...kafka, reader: owner }, CONNECT_TIMEOUT_MS).producer({
    allowAutoTopicCreation: false,
  })
  await producer.connect()
  try {
    await producer.send({ topic: EVENING_BOARD, messages, acks: EVERY_REPLICA })
  } finally {
    await producer.disconnect()
  }
}
