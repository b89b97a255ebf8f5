import { type KafkaLogin, kafkaClient } from '@bistro/client'
import type { BrokerName } from '@bistro/client/names'
import type { Admin } from 'kafkajs'
import type { StackContext } from '../context.ts'
import { addressOf } from '../ports.ts'
import { brokersOf } from '../settings.ts'

/** Where clients find the brokers of this stack. */
export const bootstrapOf = (
  { settings, portBase }: StackContext,
  brokers: readonly BrokerName[] = brokersOf(settings),
): string => brokers.map((broker) => addressOf(broker, portBase)).join(',')

/** One of the users of this stack's brokers. @param brokers those that are asked; all unless given */
export const loginOf = (
  context: StackContext,
  user: 'admin' | 'reader',
  brokers?: readonly BrokerName[],
): KafkaLogin => ({
  bootstrap: bootstrapOf(context, brokers),
  user,
  password: context.secrets.kafka.users[user],
})

/** Asks the broker something. Without retries: the caller asks again if it likes. */
export async function asUser<Result>(login: KafkaLogin, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = kafkaClient(login, 'bistro-stack', 0).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}
