import type { WrittenReader } from '@bistro/events'
import type { Database, Statement } from '@bistro/kit/postgres'
import { foldSagas } from './fold.ts'
import { contentOf, type SeenEvent } from './seen.ts'
import { store } from './tables.ts'

/** At a time, the oldest first. */
const MOST = 500

const UNLEARNED = `select service, stream, version, id, type, saga, causation, time, seen_at as "seenAt", topic,
    kafka_partition as partition, kafka_offset::text as "offset", headers, value
  from saga_events where unlearned order by seen_at limit ${MOST}`

type Row = Omit<SeenEvent, 'raw' | 'time' | 'seenAt'> & SeenEvent['raw'] & { time: Date; seenAt: Date }

/** Decodes events whose schema could not be loaded when they were read. Folding them again changes nothing else. @returns how many */
export async function learn(database: Database, reader: WrittenReader): Promise<number> {
  const rows = await readUnlearned(database.query)
  const learned: SeenEvent[] = []
  for (const event of rows) {
    await reader.prepare(event.raw.value).catch(() => undefined)
    const content = contentOf(event.raw.headers.ce_type ?? '', event.raw.value, reader)
    if (!content.unlearned) learned.push({ ...event, ...content })
  }
  if (learned.length === 0) return 0
  await database.transaction((run) => store(run, { events: learned, sagas: foldSagas(learned), positions: [] }))
  return learned.length
}

async function readUnlearned(query: Statement): Promise<SeenEvent[]> {
  const rows = await query<Row>(UNLEARNED)
  return rows.map(({ topic, partition, offset, headers, value, time, seenAt, ...row }) => ({
    ...row,
    saga: row.saga ?? undefined,
    causation: row.causation ?? undefined,
    time: time.toISOString(),
    seenAt: seenAt.toISOString(),
    raw: { topic, partition, offset, headers, value },
  }))
}
