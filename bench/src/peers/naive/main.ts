import type { EventType } from '@bistro/events'
import kafkajs, { type KafkaMessage, logLevel } from 'kafkajs'
import { Pool } from 'pg'
import { codec } from '../flow/events.ts'
import { PARTICIPANTS, type Participant } from '../flow/participants.ts'
import { newSaga, type Saga } from '../flow/saga.ts'
import { sagaOf } from '../flow/saga-of.ts'
import { serveCarrierEvents, serveReservations } from '../front.ts'
import { endWithParent, ready, tell } from '../news.ts'
import { outsideOf } from '../outside.ts'
import { ownPlace } from '../place.ts'
import { handle, type Incoming } from './handle.ts'
import { POLICIES, SOURCES } from './logic.ts'
import { poll } from './poll.ts'

const CONNECTIONS = 10
const PARTITIONS_AT_ONCE = 6

const place = ownPlace()
const service = PARTICIPANTS.find((name) => name === process.argv[2]) as Participant
const pool = new Pool({ connectionString: place.postgres[service], max: CONNECTIONS })
const outside = outsideOf(place)
const { bootstrap, user, password } = place.kafka
const kafka = new kafkajs.Kafka({
  clientId: `naive-${service}`,
  brokers: bootstrap.split(','),
  sasl: { mechanism: 'scram-sha-512', username: user, password },
  logLevel: logLevel.NOTHING,
})
const topicOf = (owner: Participant): string => `${place.run}.${owner}`

/** Acts, and calls the world outside once that is committed; its answer is a transaction of its own. */
async function act(incoming: Incoming): Promise<void> {
  const { saga } = incoming
  const decision = await handle(pool, service, incoming)
  if (decision?.events.includes('OrderConfirmed')) tell(saga.reservationId, 'OrderConfirmed')
  if (decision?.events.includes('CreditDebited')) tell(saga.reservationId, 'OrderDelivered')
  if (decision?.call === 'book') await outside.book(saga)
  if (decision?.call === 'charge') {
    await outside.charge(saga)
    await act({ trigger: 'Captured', saga })
  }
}

async function take({ headers, value }: KafkaMessage): Promise<void> {
  const type = String(headers?.ce_type) as EventType
  if (!POLICIES[service][type]) return
  codec.decode(type, value as Buffer)
  const saga = JSON.parse(String(headers?.saga)) as Saga // beside the event, so that nothing has to be looked up
  await act({ trigger: type, saga, messageId: String(headers?.ce_id) })
}

const producer = kafka.producer({ allowAutoTopicCreation: false })
await producer.connect()
const consumer = kafka.consumer({ groupId: topicOf(service) })
await consumer.connect()
await consumer.subscribe({ topics: SOURCES[service].map(topicOf), fromBeginning: true })
const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
await consumer.run({ partitionsConsumedConcurrently: PARTITIONS_AT_ONCE, eachMessage: ({ message }) => take(message) })
await joined
poll(pool, producer, topicOf(service))

if (service === 'reservation')
  await serveReservations(place.ports.reservations, async (wish, key) => {
    const saga = newSaga(wish)
    await act({ trigger: 'Reserve', saga, key })
    return saga
  })
if (service === 'shipping')
  await serveCarrierEvents(place.ports.carrierEvents, place.carrier.webhookSecrets, async ({ kind, shipmentId }) => {
    if (kind !== 'lost') await act({ trigger: kind, saga: await sagaOf(pool, shipmentId) })
  })
endWithParent()
ready()
