import { connectCodec, EVENING_BOARD, topics } from '@bistro/events'
import type { Access } from '../access.ts'
import { publishedIn } from '../collect/headers.ts'
import { dataOf } from '../collect/stored.ts'
import { type Positions, partitionOf, readTopics } from '../collect/topics.ts'
import { type EveningSnapshot, Evenings, isOnBoard } from './evenings.ts'

/** The key of the record that says how far the events are in the snapshots; all other keys are evenings. */
export const POSITION_KEY = 'position'

export interface ReadBoard {
  readonly evenings: Evenings
  /** Up to where events of the reservation topic are in it, by partition. */
  readonly position: Positions
  /** Records of the snapshot topic, among them earlier ones of the same key. */
  readonly snapshots: number
  /** Events that were read after them. */
  readonly events: number
}

/** The evening board as it is now: from its snapshots and the events after them, or from the oldest event that is left. */
export async function readBoard(access: Access, from: 'snapshots' | 'events'): Promise<ReadBoard> {
  const evenings = new Evenings()
  let start: Positions = new Map()
  const takeSnapshot = async ({ key, value }: { key: string; value: Buffer }): Promise<void> => {
    const content = value.length === 0 ? undefined : (JSON.parse(value.toString()) as unknown)
    if (key === POSITION_KEY) start = new Map(Object.entries(content as object).map(([at, to]) => [at, BigInt(to)]))
    else evenings.load(key, content as EveningSnapshot | undefined)
  }
  const snapshots = from === 'events' ? 0 : await readTopics(access.kafka, [EVENING_BOARD], takeSnapshot)
  const position = new Map(start)
  const codec = connectCodec({ registryUrl: access.registry.url })
  const events = await readTopics(
    access.kafka,
    [topics.reservation],
    async (record) => {
      position.set(partitionOf(record), BigInt(record.offset) + 1n)
      const event = publishedIn(record)?.event
      if (!event || !isOnBoard(event.type)) return
      const data = await dataOf(codec, { published: true, type: event.type, bytes: event.value }, record.topic)
      if (data) evenings.apply({ ...event, data })
    },
    start,
  )
  return { evenings, position, snapshots, events }
}
