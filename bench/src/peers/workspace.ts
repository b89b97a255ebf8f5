import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PARTITIONS } from '@bistro/events'
import { secretsOf } from '@bistro/stack'
import type { Guest } from '../load/protocol.ts'
import { databaseUrls } from '../product/database.ts'
import { makeTopics } from '../product/kafka-admin.ts'
import type { Product } from '../product/product.ts'
import { runSql } from '../product/sql.ts'
import { PARTICIPANTS, type Participant } from './flow/participants.ts'
import type { Place } from './place.ts'

const DATABASE = 'bench'
const PLENTY = 1_000_000_000_000
const SCHEMA = readFileSync(join(import.meta.dirname, 'flow', 'schema.sql'), 'utf8')

/** Postgres: the database is used by a prepared transaction. */
const IN_USE = '55006'
const DROP_TRIES = 20
const DROP_PAUSE_MS = 250

/** Databases and topics of one subject's run, on the servers that the product stands on; topics stay until the stack goes. */
export interface Workspace {
  readonly place: Place
  close(): Promise<void>
}

/** Fresh, with an account for each guest and a counter for each evening. */
export async function openWorkspace(product: Product, guests: readonly Guest[]): Promise<Workspace> {
  const place = placeOf(product)
  await Promise.all(PARTICIPANTS.map((service) => createDatabase(place, service, guests)))
  const topics = PARTICIPANTS.map((service) => `${place.run}.${service}`)
  await makeTopics(product.manifest, topics, PARTITIONS)
  return {
    place,
    close: async () => {
      await Promise.all(PARTICIPANTS.map((service) => dropDatabases(place, service)))
    },
  }
}

function placeOf(product: Product): Place {
  const { manifest } = product
  const { services, kafka, psp, carrier } = manifest
  return {
    postgres: databaseUrls(product, DATABASE),
    kafka: { bootstrap: kafka.bootstrap, ...kafka.admin },
    psp: { url: psp.url, secret: secretsOf(product.dataDir).psp },
    carrier,
    ports: { reservations: portOf(services.reservation.url), carrierEvents: portOf(services.shipping.url) },
    run: `bench.${randomUUID().slice(0, 8)}`,
  }
}

const portOf = (url: string): number => Number(new URL(url).port)

/** The address of another database of the same server. */
const besides = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${database}` }).href

async function createDatabase(place: Place, service: Participant, guests: readonly Guest[]): Promise<void> {
  await dropDatabases(place, service)
  await runSql(
    besides(place.postgres[service], 'postgres'),
    `create database ${DATABASE}`,
    `create database ${DATABASE}_dbos`,
  )
  const ids = guests.flatMap(({ customerId, eveningId }) => [customerId, eveningId])
  const counters = [...new Set(ids)].map((id) => `('${id}', ${PLENTY})`).join(', ')
  await runSql(place.postgres[service], SCHEMA, `insert into counters (id, cap) values ${counters}`, 'checkpoint')
}

/** Prepared transactions prevent the drop of their database; a killed coordinator's server may still be preparing some. */
async function dropDatabases(place: Place, service: Participant): Promise<void> {
  const server = besides(place.postgres[service], 'postgres')
  const drops = [DATABASE, `${DATABASE}_dbos`].map((name) => `drop database if exists ${name} with (force)`)
  for (let tries = 1; ; tries++) {
    const left = await runSql<{ gid: string }>(
      server,
      `select gid from pg_prepared_xacts where database = '${DATABASE}'`,
    )
    if (left.length > 0) await runSql(place.postgres[service], ...left.map(({ gid }) => `rollback prepared '${gid}'`))
    try {
      await runSql(server, ...drops)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== IN_USE || tries === DROP_TRIES) throw error
      await delay(DROP_PAUSE_MS)
    }
  }
}
