import { type KafkaLogin, kafkaClient } from '@bistro/client'
import type { Admin } from 'kafkajs'
import type { StackContext } from '../context.ts'
import { addressOf } from '../ports.ts'

/** One of the users of this stack's broker. */
export const loginOf = (context: StackContext, user: 'admin' | 'reader'): KafkaLogin => ({
  bootstrap: addressOf('kafka', context.portBase),
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
