import { type KafkaLogin, kafkaClient, type Manifest } from '@bistro/client'
import type { Admin, Producer } from 'kafkajs'

const RETRIES = 4

const loginOf = ({ kafka }: Manifest): KafkaLogin => ({
  bootstrap: kafka.bootstrap,
  caFile: kafka.caFile,
  ...kafka.admin,
})

/** Asks the broker something as its administrator. With retries: a change of offsets makes a client of its own, which begins without a connection. */
export async function withAdmin<Result>(manifest: Manifest, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = kafkaClient(loginOf(manifest), 'bistro-chaos', RETRIES).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** Puts records on topics as the administrator, who may write to all. */
export async function withProducer<Result>(
  manifest: Manifest,
  work: (producer: Producer) => Promise<Result>,
): Promise<Result> {
  const producer = kafkaClient(loginOf(manifest), 'bistro-chaos', RETRIES).producer({ allowAutoTopicCreation: false })
  await producer.connect()
  try {
    return await work(producer)
  } finally {
    await producer.disconnect()
  }
}
