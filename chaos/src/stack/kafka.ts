import { asUser, type KafkaLogin, kafkaClient, type Manifest } from '@bistro/stack'
import type { Admin, Producer } from 'kafkajs'

const RETRIES = 2

const loginOf = ({ kafka }: Manifest): KafkaLogin => ({
  bootstrap: kafka.bootstrap,
  caFile: kafka.caFile,
  ...kafka.admin,
})

/** Asks the broker something as its administrator. */
export const withAdmin = <Result>(manifest: Manifest, work: (admin: Admin) => Promise<Result>): Promise<Result> =>
  asUser(loginOf(manifest), work)

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
