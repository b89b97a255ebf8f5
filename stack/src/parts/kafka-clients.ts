import { type Admin, Kafka, logLevel } from 'kafkajs'
import type { StackContext } from '../context.ts'
import { addressOf } from '../ports.ts'

const CONNECT_TIMEOUT_MS = 3000

export interface KafkaLogin {
  readonly bootstrap: string
  readonly user: string
  readonly password: string
}

/** A client of the broker that keeps quiet: what it cannot do, it throws. */
export function kafkaClient({ bootstrap, user, password }: KafkaLogin, clientId: string, retries?: number): Kafka {
  return new Kafka({
    clientId,
    brokers: [bootstrap],
    sasl: { mechanism: 'scram-sha-512', username: user, password },
    connectionTimeout: CONNECT_TIMEOUT_MS,
    retry: { retries },
    logLevel: logLevel.NOTHING,
  })
}

/** Asks the broker something as one of its users. Without retries: the caller asks again if it likes. */
export async function withAdmin<Result>(
  context: StackContext,
  user: 'admin' | 'reader',
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const bootstrap = addressOf('kafka', context.portBase)
  const admin = kafkaClient({ bootstrap, user, password: context.secrets.kafka.users[user] }, 'bistro-stack', 0).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}
