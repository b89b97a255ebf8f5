import { lookAtReplicas, operatorRoutesOf, servicesWithout } from '@bistro/client'
import { MAX_PARTITIONS } from '@bistro/client/control'
import { topics } from '@bistro/events'
import { type Check, CouldNotCheck, consolePage, sagaPage, type World } from '@bistro/workshop'
import { Load } from './load.ts'
import {
  deferralsOf,
  keysOf,
  movesOf,
  outOfOrder,
  partitionsOf,
  placesText,
  type Stream,
  streamsOf,
} from './streams.ts'

const SETTLE_SECONDS = 20
/** A producer looks for new partitions every ten seconds. */
const MOVE_SECONDS = 20
/** Its streams live on from order to order, so they live through the addition. */
const GROWING = topics.customer
const MAX_PARKED = 100

export async function verify(world: World): Promise<readonly Check[]> {
  world.tell('Guests register and order ...')
  const load = await Load.begin(world)
  const ended = await everyOrderEnds(world, load)
  if (!ended.isRight) return [ended]
  const before = await streamsOf(world, load)
  const key = await oneKeyForEachStream(world, before)
  const spread = keysSpread(before)
  if (!key.isRight || !spread.isRight) return [key, spread]
  return [key, spread, ...(await whilePartitionsAreAdded(world, load))]
}

async function oneKeyForEachStream(world: World, streams: readonly Stream[]): Promise<Check> {
  const torn = streams.filter((stream) => keysOf(stream) > 1)
  const late = torn.reduce((sum, stream) => sum + outOfOrder(stream), 0)
  const [example] = torn
  return {
    what: 'All events of a stream have one key',
    expected: 'one key for each stream, so that Kafka keeps its order',
    saw: example
      ? `${tornText(streams, torn)}. For example ${example.topic} ${example.id}: ${placesText(example)}. A reader without a gate, partition after partition: ${late} events out of order; the gates put ${await deferralsOf(world)} messages aside`
      : `one key for each of ${streams.length} streams`,
    isRight: example === undefined,
    where: 'npm run partitions -- where STREAM, or the page Partitions of the console',
  }
}

/** `several keys in 6 of 6 streams of bistro.customer.v1, …`. */
function tornText(streams: readonly Stream[], torn: readonly Stream[]): string {
  const all = Map.groupBy(streams, ({ topic }) => topic)
  const groups = [...Map.groupBy(torn, ({ topic }) => topic)].sort()
  return `several keys in ${groups.map(([topic, some]) => `${some.length} of ${all.get(topic)?.length} streams of ${topic}`).join(', ')}`
}

function keysSpread(streams: readonly Stream[]): Check {
  const orders = streams.filter(({ topic }) => topic === topics.order)
  const partitions = partitionsOf(orders)
  return {
    what: 'Different streams use different partitions',
    expected: 'more than one partition, so that more than one process can share the work',
    saw: `${orders.length} orders in ${partitions} partition${partitions === 1 ? '' : 's'}`,
    isRight: partitions > 1,
    where: `npm run partitions -- show ${topics.order}`,
  }
}

async function whilePartitionsAreAdded(world: World, load: Load): Promise<readonly Check[]> {
  const deferred = await deferralsOf(world)
  const partitions = (await partitionsNow(world)) + 1
  world.tell(`${GROWING} gets partition ${partitions - 1} while guests order ...`)
  if (partitions > MAX_PARTITIONS)
    throw new CouldNotCheck(`${GROWING} has ${MAX_PARTITIONS} partitions and cannot get more.`, 'npm run lab -- reset')
  await world.partition(GROWING, partitions)
  const moved = await load.until(() => firstMove(world, load), MOVE_SECONDS)
  if (!moved) throw new CouldNotCheck('No guest got another partition in time.', 'npm run lab -- verify')
  const ended = await everyOrderEnds(world, load)
  const streams = await streamsOf(world, load)
  return [movesOnce(streams), ended, await nothingIsParked(world, streams, deferred)]
}

async function partitionsNow({ manifest }: World): Promise<number> {
  const replicas = await lookAtReplicas(manifest)
  try {
    const [found] = await replicas.look([GROWING])
    return found?.partitions.length ?? 0
  } finally {
    await replicas.close()
  }
}

async function firstMove(world: World, load: Load): Promise<true | undefined> {
  const streams = await streamsOf(world, load, [GROWING])
  return streams.some((stream) => movesOf(stream) > 0) || undefined
}

function movesOnce(streams: readonly Stream[]): Check {
  const customers = streams.filter(({ topic }) => topic === GROWING)
  const moved = customers.filter((stream) => movesOf(stream) > 0)
  const often = customers.find((stream) => movesOf(stream) > 1)
  return {
    what: 'A stream moves once when a partition is added',
    expected: 'its earlier events in one partition, its later events in another',
    saw: often
      ? `${often.topic} ${often.id} moved ${movesOf(often)} times: ${placesText(often)}`
      : `${moved.length} of ${customers.length} guests moved, each once`,
    isRight: often === undefined,
    where: 'npm run partitions -- where CUSTOMER',
  }
}

async function everyOrderEnds(world: World, load: Load): Promise<Check> {
  const open = await load.open(SETTLE_SECONDS)
  const [first] = open
  return {
    what: 'Every order ends',
    expected: `${load.orders.length} orders delivered and paid`,
    saw: first ? `${open.length} of ${load.orders.length} still open, such as ${first.orderId}` : 'all of them',
    isRight: first === undefined,
    where: sagaPage(world, first),
  }
}

async function nothingIsParked(world: World, streams: readonly Stream[], deferred: number): Promise<Check> {
  const own = new Set(streams.map(({ id }) => id))
  const query = { limit: MAX_PARKED }
  const parked = await Promise.all(
    servicesWithout(world.manifest.without).map(async (service) => {
      const { data } = await operatorRoutesOf(world.manifest, service).GET('/parked', { params: { query } })
      return (data?.items ?? []).filter(({ streamId }) => own.has(streamId)).map((item) => ({ service, ...item }))
    }),
  )
  const [first] = parked.flat()
  const sinceThen = (await deferralsOf(world)) - deferred
  return {
    what: 'The gates apply what they have put aside',
    expected: 'no message of these guests is parked in the end',
    saw: first
      ? `${first.service} has parked version ${first.version} of ${first.streamId}: ${first.error}`
      : `${sinceThen} messages came early while partitions were added, and nothing is parked`,
    isRight: first === undefined,
    where: consolePage(world, '/attention'),
  }
}
