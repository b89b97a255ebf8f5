import type { Position, Step } from '../runtime/log.ts'
import { plain, texts } from './arrays.ts'
import type { Query } from './connection.ts'

const LOAD = 'select topic, kafka_partition as partition, kafka_offset as "offset" from offsets'

/** Compares and sets. */
const SAVE = `with step as (
    select * from unnest($1::text[], $2::integer[], $3::text[], $4::text[]) as s (topic, partition, position, before)
  ), moved as (
    update offsets set kafka_offset = step.position from step
    where offsets.topic = step.topic and kafka_partition = step.partition and kafka_offset = step.before
    returning 1
  ), added as (
    insert into offsets (topic, kafka_partition, kafka_offset)
    select topic, partition, position from step where before is null
    on conflict (topic, kafka_partition) do nothing returning 1
  )
  select (select count(*) from moved) + (select count(*) from added) as saved`

export const loadOffsets = (query: Query): Promise<Position[]> => query<Position>('load_offsets', LOAD)

export async function saveOffsets(query: Query, steps: readonly Step[]): Promise<number> {
  const [row] = await query<{ saved: number }>('save_offsets', SAVE, [
    texts(steps.map(({ topic }) => topic)),
    plain(steps.map(({ partition }) => partition)),
    plain(steps.map(({ offset }) => offset)),
    plain(steps.map(({ before }) => before)),
  ])
  return row?.saved ?? 0
}
