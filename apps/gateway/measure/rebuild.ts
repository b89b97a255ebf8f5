import { createWrittenReader } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import { SYSTEM } from '@bistro/kit/runtime'
import { Client } from 'pg'
import { Projection } from '../src/projection/projection.ts'
import { startServer } from '../test/database.ts'
import { sagaRecords } from '../test/sagas.ts'
import { copyIn } from './copy-in.ts'

const SAGAS = 8_000
const PARTITIONS = 30
/** As the broker hands them out: about a megabyte. */
const BATCH = 1_000

/** How fast the view is rebuilt from records that are in memory, against a COPY of the same rows into a table without indexes. */
const server = await startServer()
try {
  const records = Array.from({ length: SAGAS }, (_, index) => sagaRecords({ name: `saga ${index}` })).flat()
  const database = await server.open()
  const rebuilt = await seconds(() =>
    rebuild(new Projection({ tables: database, reader: createWrittenReader(), clock: SYSTEM.clock }), records),
  )
  const copied = await seconds(await copyOf(database.url))
  const rate = (took: number): string => `${Math.round(records.length / took).toLocaleString('en')} events a second`
  process.stdout.write(`${records.length.toLocaleString('en')} events of ${SAGAS.toLocaleString('en')} sagas
rebuilt: ${rebuilt.toFixed(1)} s, ${rate(rebuilt)}
copied:  ${copied.toFixed(1)} s, ${rate(copied)} (plain COPY)
ratio:   ${(rebuilt / copied).toFixed(1)} times a plain COPY\n`)
} finally {
  await server.stop()
}

async function rebuild(projection: Projection, records: readonly RawRecord[]): Promise<void> {
  const partitions = Map.groupBy(records, ({ topic, offset }) => `${topic} ${Number(offset) % (PARTITIONS / 5)}`)
  await Promise.all(
    [...partitions.values()].map(async (partition) => {
      for (let start = 0; start < partition.length; start += BATCH)
        await projection.take(partition.slice(start, start + BATCH))
    }),
  )
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** The rows as COPY reads them, made before the clock runs. */
async function copyOf(appUrl: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: appUrl })
  await client.connect()
  await client.query('create temporary table copied (like saga_events)')
  const { rows } = await client.query<{ line: string }>(
    `select concat_ws(E'\\t', service, stream, version, id, type, saga, causation, time, seen_at, topic, kafka_partition,
      kafka_offset, coalesce(schema_version::text, '\\N'), headers, replace(value::text, '\\', '\\\\'), '\\N', unlearned) as line from saga_events`,
  )
  const chunks = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, at) =>
    Buffer.from(
      rows
        .slice(at * BATCH, (at + 1) * BATCH)
        .map(({ line }) => `${line}\n`)
        .join(''),
    ),
  )
  return async () => {
    await copyIn(client, 'copy copied from stdin', chunks)
    await client.end()
  }
}
