import { type KafkaLogin, kafkaClient, type Manifest } from '@bistro/client'
import type { Admin, Producer } from 'kafkajs'

const RETRIES = 4

const loginOf = ({ kafka }: Manifest): KafkaLogin => ({
  bootstrap: kafka.bootstrap,
  caFile: kafka.caFile,
  ...kafka.admin,
})

/** Works on the broker as its administrator. With retries: a change of offsets uses a client of its own, which has no connection yet. */
export async function withAdmin<Result>(manifest: Manifest, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = kafkaClient(loginOf(manifest), 'bistro-chaos', RETRIES).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** Writes records as the administrator, who may write to every topic. */
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
