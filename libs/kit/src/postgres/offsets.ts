import type { Position } from '../runtime/log.ts'
import { plain, texts } from './arrays.ts'
import type { Query } from './connection.ts'

const LOAD = 'select topic, kafka_partition as partition, kafka_offset as "offset" from offsets'

const SAVE = `insert into offsets (topic, kafka_partition, kafka_offset)
  select * from unnest($1::text[], $2::integer[], $3::text[])
  on conflict (topic, kafka_partition) do update set kafka_offset = excluded.kafka_offset`

export const loadOffsets = (query: Query): Promise<Position[]> => query<Position>('load_offsets', LOAD)

export async function saveOffsets(query: Query, positions: readonly Position[]): Promise<void> {
  await query('save_offsets', SAVE, [
    texts(positions.map(({ topic }) => topic)),
    plain(positions.map(({ partition }) => partition)),
    plain(positions.map(({ offset }) => offset)),
  ])
}
