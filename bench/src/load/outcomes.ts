import { connect } from 'node:net'
import type { Manifest } from '@bistro/client'
import { ceTypeOf, topics } from '@bistro/events'
import { type EachBatchPayload, Kafka, logLevel } from 'kafkajs'

const OUTCOMES = ['OrderConfirmed', 'OrderDelivered', 'OrderCancelled'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A fetch returns with the first record: a long wait costs no latency. */
const MAX_WAIT_MS = 500

/** By the header `ce_type`, so that other events are skipped without decoding. */
const BY_TYPE = new Map(OUTCOMES.map((outcome) => [ceTypeOf(outcome), outcome]))

/** Reports the outcomes of orders from now on, saga by saga, as a Kafka consumer receives them. */
export async function readOutcomes(
  { kafka: access }: Manifest,
  told: (sagaId: string, outcome: Outcome) => void,
): Promise<void> {
  const kafka = new Kafka({
    clientId: 'bistro-bench',
    brokers: access.bootstrap.split(','),
    sasl: { mechanism: 'scram-sha-512', username: access.reader.user, password: access.reader.password },
    socketFactory: ({ host, port, onConnect }) => connect({ host, port, noDelay: true }, onConnect),
    logLevel: logLevel.NOTHING,
  })
  const ends = await endsOf(kafka)
  const consumer = kafka.consumer({
    groupId: `reader.bench-${process.pid}-${Date.now()}`,
    maxWaitTimeInMs: MAX_WAIT_MS,
  })
  await consumer.connect()
  await consumer.subscribe({ topic: topics.order })
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: true,
    eachBatch: async (batch) => tellAll(batch, told),
  })
  for (const { partition, offset } of ends) consumer.seek({ topic: topics.order, partition, offset })
  await joined
}

async function endsOf(kafka: Kafka): Promise<readonly { partition: number; offset: string }[]> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return await admin.fetchTopicOffsets(topics.order)
  } finally {
    await admin.disconnect()
  }
}

function tellAll({ batch }: EachBatchPayload, told: (sagaId: string, outcome: Outcome) => void): void {
  for (const { headers } of batch.messages) {
    const outcome = BY_TYPE.get(String(headers?.ce_type))
    if (outcome) told(String(headers?.ce_correlationid), outcome)
  }
}
