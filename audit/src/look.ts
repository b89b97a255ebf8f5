import { allTopics, type Codec, connectCodec } from '@bistro/events'
import { FactBook, type Facts, type PublicationFault, type Saga, type Standing } from '@bistro/oracle'
import { services } from '@bistro/saga'
import type { ServiceName } from '@bistro/services'
import type { Access } from './access.ts'
import { readLacks } from './collect/health.ts'
import { LOOKING_ORDER } from './collect/looking-order.ts'
import { readLedgers, readParcels } from './collect/outside.ts'
import { recogniseLater } from './collect/recognise.ts'
import { Replicas } from './collect/replicas.ts'
import { ServiceLook } from './collect/service-look.ts'
import { Snapshot } from './collect/snapshot.ts'
import { readTopics } from './collect/topics.ts'
import { waitingIn } from './waiting/waiting.ts'
import { waitingText } from './waiting/words.ts'

/** How much was checked. */
export interface Seen {
  readonly events: Readonly<Record<string, number>>
  readonly records: number
  readonly copies: number
  readonly states: number
  readonly views: readonly { readonly service: ServiceName; readonly view: string; readonly rows: number }[]
  readonly ledgers: number
  readonly parcels: number
}

export interface Look {
  readonly facts: Facts
  readonly seen: Seen
}

/** Looks once at everything: databases first, then topics, then the world outside. Changes nothing. */
export async function look(access: Access): Promise<Look> {
  const codec = connectCodec({ registryUrl: access.registry.url })
  const looks = await openAll(access, codec)
  try {
    return await lookWith(access, codec, looks)
  } finally {
    await Promise.all(looks.map((each) => each.close()))
  }
}

async function openAll(access: Access, codec: Codec): Promise<ServiceLook[]> {
  const looks: ServiceLook[] = []
  for (const name of LOOKING_ORDER.filter((one) => !access.without?.includes(one))) {
    const snapshot = await Snapshot.open(name, access.services[name].postgres)
    looks.push(new ServiceLook(services[name], snapshot, codec))
  }
  return looks
}

async function lookWith(access: Access, codec: Codec, looks: readonly ServiceLook[]): Promise<Look> {
  const nowMs = Date.now()
  const lacks = await readLacks(access)
  const book = new FactBook()
  for (const each of looks) {
    await each.readEvents(book)
    await each.compareStates()
    await each.readGates()
  }
  const replicas = new Replicas(looks, codec)
  const records = await readTopics(access.kafka, allTopics, (record) => replicas.take(record))
  for (const each of looks) await each.compareViews()
  for (const { name, publications } of looks)
    for (const publication of publications.values())
      await recogniseLater(publication, name, access.services[name].postgres)
  const [ledgers, parcels] = await Promise.all([
    readLedgers(access, book.sagas.values()),
    readParcels(access, book.sagas.values()),
  ])
  const { sagas, accounts, evenings } = book
  const standing = { nowMs, lacks, ...(await restOf(looks)) }
  const facts: Facts = {
    ...{ ...standing, sagas, accounts, evenings, isOver: false },
    ledgerOf: (orderId) => ledgers.get(orderId),
    parcelsOf: (shipmentId) => parcels.get(shipmentId),
    waitingFor: waitingWords(standing),
  }
  return { facts, seen: { ...countsOf(looks), records, ledgers: ledgers.size, parcels: parcels.size } }
}

function waitingWords(standing: Standing): Facts['waitingFor'] {
  const waitingOf = waitingIn(standing)
  return ({ facts }: Saga) =>
    waitingOf(facts).map((waiting) => ({ service: waiting.service, text: waitingText(waiting, standing.nowMs) }))
}

async function restOf(looks: readonly ServiceLook[]) {
  const rest = await Promise.all(
    looks.map(async (each) => ({
      pending: await each.pending(),
      parked: await each.parked(),
      publication: await publicationFaults(each),
      differences: differencesOf(each),
    })),
  )
  return {
    pending: rest.flatMap(({ pending }) => pending),
    parked: rest.flatMap(({ parked }) => parked),
    publication: rest.flatMap(({ publication }) => publication),
    differences: rest.flatMap(({ differences }) => differences),
    refundFailures: new Set(looks.flatMap((each) => each.refundFailures)),
    hasRead: (reader: ServiceName, event: Parameters<ServiceLook['hasRead']>[0]) =>
      looks.some((each) => each.name === reader && each.hasRead(event)),
  }
}

async function publicationFaults(each: ServiceLook): Promise<PublicationFault[]> {
  const onTheirWay = await each.onTheirWay()
  return [...each.publications.values()].flatMap((publication) => publication.faults(onTheirWay))
}

const differencesOf = ({ name: service, views, stateDifferences }: ServiceLook): Facts['differences'] => [
  ...stateDifferences.map((found) => ({ service, ...found })),
  ...views.flatMap(({ view, differences }) => differences.map((found) => ({ service, table: view.name, ...found }))),
]

const countsOf = (looks: readonly ServiceLook[]): Omit<Seen, 'records' | 'ledgers' | 'parcels'> => ({
  events: Object.fromEntries(looks.map(({ name, events }) => [name, events])),
  copies: looks.flatMap(({ publications }) => [...publications.values()]).reduce((sum, { copies }) => sum + copies, 0),
  states: looks.reduce((sum, { states }) => sum + states, 0),
  views: looks.flatMap(({ name: service, views }) =>
    views.map(({ view, compared }) => ({ service, view: view.name, rows: compared })),
  ),
})
