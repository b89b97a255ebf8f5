import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SERVICES } from '@bistro/client'
import { carry, fetchKafkaTools } from '../../floor/kafka-tools.ts'
import { BEFORE, record } from '../../floor/recorded.ts'
import { connect, replay } from '../../floor/replay.ts'
import type { Figures, Open } from '../../harness/bench.ts'
import { nowMs } from '../../load/clock.ts'
import { openEnvironment } from '../../peers/environment.ts'
import { DRAIN_TIMEOUT_MS, measure, windowOf } from '../../peers/measure.ts'
import { Schedule } from '../../peers/schedule.ts'
import { SAGA } from '../../peers/subjects.ts'
import { databaseUrls } from '../../product/database.ts'
import { byTurns } from '../../product/guests.ts'
import { makeTopics } from '../../product/kafka-admin.ts'
import { runSql } from '../../product/sql.ts'
import { serverVersions } from '../../product/versions.ts'

const GUESTS = 400
const SMOKE_GUESTS = 40
const RECORDER = pathToFileURL(join(import.meta.dirname, '..', '..', 'floor', 'recorder.ts'))
const REPLAYED = 'bistro_replayed'
/** Of a saga's 16 events four groups read the order's 7, and one to three the others: 2.8 on average. */
const READERS = 3
/** As many as the product's five topics have. */
const PARTITIONS = 30
const MS_PER_SECOND = 1_000

export const open: Open = async ({ length: { seconds, warmUpSeconds }, isSmoke }) => {
  await fetchKafkaTools()
  const folder = mkdtempSync(join(tmpdir(), 'bistro-recordings-'))
  const recorder = [`--import=${RECORDER.href}?folder=${folder}`]
  const flags = Object.fromEntries(SERVICES.map((service) => [service, recorder]))
  const environment = await openEnvironment(flags, isSmoke ? SMOKE_GUESTS : GUESTS, isSmoke)
  const { product, generator, guests } = environment
  const schedule = new Schedule(environment, warmUpSeconds)
  const pace = { window: windowOf(SAGA, environment) }
  const order = { crowds: [byTurns(guests)], pace, seconds, drainTimeoutMs: DRAIN_TIMEOUT_MS }
  await schedule.to(SAGA)
  await schedule.end()
  const recorded = await record(product, generator, { ...order, seconds: warmUpSeconds + seconds }, folder)

  return {
    subjects: [
      { name: 'saga', run: saga },
      { name: 'postgres', run: async () => floor(false) },
      { name: 'postgres-kafka', run: async () => floor(true) },
    ],
    versions: await serverVersions(product.manifest),
    close: async () => {
      await schedule.end()
      await environment.close()
      rmSync(folder, { recursive: true })
    },
  }

  /** Stopped again, as a replay has the machine for itself. */
  async function saga(): Promise<Figures> {
    const figures = await measure(environment, SAGA, await schedule.to(SAGA), order)
    await schedule.end()
    return figures
  }

  async function floor(withKafka: boolean): Promise<Figures> {
    const copy = [`drop database if exists ${REPLAYED}`, `create database ${REPLAYED} template ${BEFORE}`, 'checkpoint']
    for (const url of Object.values(databaseUrls(product, 'postgres'))) await runSql(url, ...copy)
    const topic = `floor.${randomUUID().slice(0, 8)}`
    const { lanes, sagas, records, recordBytes } = recorded
    if (withKafka) await makeTopics(product.manifest, [topic], PARTITIONS)
    const players = await connect(lanes, replayedUrl)
    const startedMs = nowMs()
    const carried = withKafka
      ? carry(product.manifest, folder, { topic, records, recordBytes, readers: READERS })
      : undefined
    const [errors] = await Promise.all([replay(players), carried])
    const elapsedMs = nowMs() - startedMs
    return {
      sagasPerSecond: (sagas * MS_PER_SECOND) / elapsedMs,
      sagas,
      errors,
      recordsPerSaga: records / sagas,
      recordBytes,
    }
  }

  function replayedUrl(port: number): string {
    const { host, user, password } = Object.values(product.manifest.services).find(
      ({ postgres }) => postgres.port === port,
    )!.postgres
    return `postgres://${user}:${password}@${host}:${port}/${REPLAYED}`
  }
}
