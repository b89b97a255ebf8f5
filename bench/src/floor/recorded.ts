import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Generator } from '../load/generator.ts'
import type { LoadOrder } from '../load/protocol.ts'
import { kafkaBytesIn } from '../product/counters.ts'
import { databaseUrls } from '../product/database.ts'
import { recordsPublished } from '../product/kafka-admin.ts'
import { eachService } from '../product/processes.ts'
import type { Product } from '../product/product.ts'
import { runSql } from '../product/sql.ts'
import { type Lane, readLanes } from './recording.ts'

/** The databases as they were when the recording began; each replay starts from a copy. */
export const BEFORE = 'bistro_before'

export interface Recorded {
  readonly lanes: readonly Lane[]
  readonly sagas: number
  readonly records: number
  readonly recordBytes: number
}

/** Keeps the databases as they are, starts the services with the recorder on, loads them, and stops them. */
export async function record(
  product: Product,
  generator: Generator,
  order: LoadOrder,
  folder: string,
): Promise<Recorded> {
  for (const url of Object.values(databaseUrls(product, 'postgres')))
    await runSql(url, `drop database if exists ${BEFORE}`, `create database ${BEFORE} template bistro`)
  writeFileSync(join(folder, 'on'), '')
  const [bytes, records] = [kafkaBytesIn(product.dataDir), await recordsPublished(product.manifest)]
  await eachService(product, product.process.start)
  const { delivered } = await generator.load(order)
  await eachService(product, product.process.stop)
  rmSync(join(folder, 'on'))
  const written = (await recordsPublished(product.manifest)) - records
  return {
    lanes: readLanes(folder),
    sagas: delivered,
    records: written,
    recordBytes: Math.round((kafkaBytesIn(product.dataDir) - bytes) / written),
  }
}
