import { randomUUID } from 'node:crypto'
import { type Arranged, arrange, ORDINARY, reserve } from '@bistro/client'
import { orderIdOf, topics } from '@bistro/events'
import {
  type Booked,
  book,
  type Check,
  CouldNotCheck,
  endOf,
  sagaPage,
  times,
  unlessRefused,
  type World,
} from '@bistro/workshop'

const END_SECONDS = 15
/** Until a process that has died is started again. */
const CRASH_SECONDS = 20
/** A relay publishes what a crash has left as soon as it begins, or with its next sweep. */
const PUBLISH_SECONDS = 4
/** One of them may find the service already dead. */
const ATTEMPTS = 2
const CROWD = { ...ORDINARY, seatsOfEvening: 100, creditLimitCents: 1_000_000 }

export const verify = (world: World): Promise<readonly Check[]> => unlessRefused(world, () => checksOf(world))

async function checksOf(world: World): Promise<readonly Check[]> {
  const begun = new Date().toISOString()
  world.tell('A guest reserves, and nothing dies ...')
  const arranged = await arrange(world.manifest, CROWD)
  const calm = await ends(world, await book(world, arranged, CROWD), 'A saga ends while nothing dies')
  if (!calm.isRight) return [calm]
  const kept = await isKeptPrivate(world, begun)
  if (!kept.isRight) return [calm, kept]
  world.tell('The reservation service dies after its commit, before it publishes ...')
  const booked = await killedAfterCommit(world, arranged)
  const published = await isPublished(world, booked)
  if (!published.isRight) return [calm, kept, published]
  const goesOn = await ends(world, booked, 'The saga of that guest ends, too')
  world.tell('The reservation service dies before its commit ...')
  await killedBeforeCommit(world, arranged)
  return [calm, kept, published, goesOn, await isStored(world, arranged)]
}

async function ends(world: World, booked: Booked, what: string): Promise<Check> {
  const status = (await endOf(world, booked, END_SECONDS))?.body.status
  return {
    what,
    expected: 'the order is delivered',
    saw: status === undefined ? `the order has not ended after ${END_SECONDS} s` : `the order is ${status}`,
    isRight: status === 'delivered',
    where: sagaPage(world, booked),
  }
}

/** The events of an evening's seats are the service's own: they have no schema, so no reader can decode them. */
async function isKeptPrivate(world: World, begun: string): Promise<Check> {
  const records = await world.records(topics.reservation)
  const told = records.filter(({ data, headers }) => data === undefined && (headers.ce_time ?? '') >= begun)
  const types = [...new Set(told.map(({ type }) => type))].join(', ')
  return {
    what: 'What is private stays private',
    expected: `no private event on ${topics.reservation}`,
    saw:
      told.length === 0
        ? 'none'
        : `${times(told.length, 'private event')} (${types}): the relay was handed events whose published is false`,
    isRight: told.length === 0,
    where: 'npm run tail -- reservation --from-beginning',
  }
}

/** Reserves with one key until the reservation is stored: each process that stores it dies right after. */
async function killedAfterCommit(world: World, arranged: Arranged): Promise<Booked> {
  const before = new Set((await stored(world, arranged)).map(({ reservationId }) => reservationId))
  await world.breakOnPurpose('reservation', { faults: [{ name: 'crash-after-commit', rate: 1 }] })
  const key = randomUUID()
  const booked = await world.until(async () => {
    await ask(world, arranged, key)
    return (await stored(world, arranged)).find(({ reservationId }) => !before.has(reservationId))
  }, CRASH_SECONDS)
  await world.mend('reservation')
  if (!booked) throw new CouldNotCheck('The reservation service stores no reservation.', 'npm run lab -- verify')
  return booked
}

async function killedBeforeCommit(world: World, arranged: Arranged): Promise<void> {
  await world.breakOnPurpose('reservation', { faults: [{ name: 'crash-before-commit', rate: 1 }] })
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await world.until(() => isAlive(world), CRASH_SECONDS)
    await ask(world, arranged, randomUUID())
  }
  await world.mend('reservation')
}

/** Whoever asks a process that dies gets no answer. */
const ask = (world: World, arranged: Arranged, key: string): Promise<unknown> =>
  reserve(world.manifest, arranged, CROWD, key).catch(() => undefined)

async function isAlive({ manifest }: World): Promise<true | undefined> {
  const { ok } = await fetch(`${manifest.services.reservation.url}/health/ready`)
  return ok || undefined
}

async function isPublished(world: World, { reservationId }: Booked): Promise<Check> {
  const found = await world.until(async () => {
    const records = await world.records(topics.reservation)
    return records.find(({ headers }) => headers.ce_subject === reservationId && headers.ce_sequence === '1')
  }, PUBLISH_SECONDS)
  return {
    what: 'What is stored is published',
    expected: `ReservationHeld of ${reservationId} on ${topics.reservation}`,
    saw: found
      ? `it is in partition ${found.partition}`
      : 'the reservation is stored, and the topic has no event of it',
    isRight: found !== undefined,
    where: `${world.manifest.services.reservation.url}/reservations/${reservationId} and npm run tail -- reservation`,
  }
}

/** Of this guest: nobody else's. */
async function isStored(world: World, arranged: Arranged): Promise<Check> {
  const known = new Set((await stored(world, arranged)).map(({ reservationId }) => reservationId))
  const records = await world.records(topics.reservation)
  const told = records.filter(({ data }) => data?.customerId === arranged.customerId)
  const ghosts = [...new Set(told.map(({ headers }) => String(headers.ce_subject)))].filter((id) => !known.has(id))
  return {
    what: 'What is published is stored',
    expected: 'each reservation on the topic is known to its service',
    saw:
      ghosts.length === 0
        ? times(known.size, 'reservation')
        : `${times(ghosts.length, 'reservation')} on the topic that the service does not know, such as ${ghosts[0]}`,
    isRight: ghosts.length === 0,
    where: `${world.manifest.services.reservation.url}/reservations/${ghosts[0] ?? ''} and npm run audit`,
  }
}

const STORED = "select stream::text as id from streams where aggregate = 'reservation' and state->>'customerId' = $1"

async function stored(world: World, { customerId }: Arranged): Promise<readonly Booked[]> {
  const rows = await world.query<{ readonly id: string }>('reservation', STORED, [customerId])
  return rows.map(({ id }) => ({ reservationId: id, orderId: orderIdOf(id) }))
}
