import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { SERVICES, type ServiceName } from '@bistro/stack'
import { Client } from 'pg'
import type { Guest } from '../load/protocol.ts'
import { makeTopics } from '../product/kafka-admin.ts'
import type { Product } from '../product/product.ts'
import type { Place } from './place.ts'

const DATABASE = 'bench'
/** As many as the product's topics have. */
const PARTITIONS = 6
const PLENTY = 1_000_000_000_000
const SCHEMA = readFileSync(join(import.meta.dirname, 'flow', 'schema.sql'), 'utf8')

/** What the stack keeps to itself in `secrets.json`, as far as contenders need it. */
interface Secrets {
  readonly postgresSuperuser: string
  readonly psp: string
  readonly carrierWebhooks: readonly string[]
}

/** Databases and topics of one contender's run, on the servers that the product stands on; topics stay until the stack goes. */
/** Postgres: the database is used by a prepared transaction. */
const IN_USE = '55006'
const DROP_TRIES = 20
const DROP_PAUSE_MS = 250

export interface Stage {
  readonly place: Place
  close(): Promise<void>
}

/** Fresh, with an account for each guest and a counter for each evening. */
export async function openStage(product: Product, guests: readonly Guest[]): Promise<Stage> {
  const place = placeOf(product)
  await Promise.all(SERVICES.map((service) => createDatabase(place, service, guests)))
  const topics = SERVICES.map((service) => `${place.run}.${service}`)
  await makeTopics(product.manifest, topics, PARTITIONS)
  return {
    place,
    close: async () => {
      await Promise.all(SERVICES.map((service) => dropDatabases(place, service)))
    },
  }
}

function placeOf(product: Product): Place {
  const { manifest } = product
  const { services, kafka, psp, carrier } = manifest
  const secrets = secretsOf(product)
  return {
    postgres: databaseUrls(product, DATABASE),
    kafka: { bootstrap: kafka.bootstrap, ...kafka.admin },
    psp: { url: psp.url, secret: secrets.psp },
    carrier: { url: carrier.url, webhookSecrets: secrets.carrierWebhooks },
    ports: { reservations: portOf(services.reservation.url), carrierEvents: portOf(services.shipping.url) },
    run: `bench.${randomUUID().slice(0, 8)}`,
  }
}

/** Of a database of each server, as the superuser. */
export function databaseUrls(product: Product, database: string): Place['postgres'] {
  const { postgresSuperuser } = secretsOf(product)
  const urls = SERVICES.map((service) => {
    const { host, port } = product.manifest.services[service].postgres
    return [service, `postgres://postgres:${postgresSuperuser}@${host}:${port}/${database}`]
  })
  return Object.fromEntries(urls) as Place['postgres']
}

const secretsOf = ({ dataDir }: Product): Secrets =>
  JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Secrets

const portOf = (url: string): number => Number(new URL(url).port)

/** The address of another database of the same server. */
const besides = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${database}` }).href

async function createDatabase(place: Place, service: ServiceName, guests: readonly Guest[]): Promise<void> {
  await dropDatabases(place, service)
  await query(
    besides(place.postgres[service], 'postgres'),
    `create database ${DATABASE}`,
    `create database ${DATABASE}_dbos`,
  )
  const ids = guests.flatMap(({ customerId, eveningId }) => [customerId, eveningId])
  const counters = [...new Set(ids)].map((id) => `('${id}', ${PLENTY})`).join(', ')
  await query(place.postgres[service], SCHEMA, `insert into counters (id, cap) values ${counters}`, 'checkpoint')
}

/** What a coordinator has left prepared would keep its database from going; one that was killed may still be preparing. */
async function dropDatabases(place: Place, service: ServiceName): Promise<void> {
  const server = besides(place.postgres[service], 'postgres')
  const drops = [DATABASE, `${DATABASE}_dbos`].map((name) => `drop database if exists ${name} with (force)`)
  for (let tries = 1; ; tries++) {
    const left = await query(server, `select gid from pg_prepared_xacts where database = '${DATABASE}'`)
    if (left.length > 0) await query(place.postgres[service], ...left.map(({ gid }) => `rollback prepared '${gid}'`))
    try {
      await query(server, ...drops)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== IN_USE || tries === DROP_TRIES) throw error
      await delay(DROP_PAUSE_MS)
    }
  }
}

/** Runs statements one after the other; the rows of the last. */
async function query(url: string, ...statements: readonly string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
