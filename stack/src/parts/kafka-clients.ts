import { readFileSync } from 'node:fs'
import { type Admin, Kafka, logLevel } from 'kafkajs'
import type { StackContext } from '../context.ts'
import { addressOf } from '../ports.ts'

const CONNECT_TIMEOUT_MS = 3000
/** Between two attempts: a broker that is back is read from again soon, and the driver's own 30 s is long for one who watches. */
export const MAX_PAUSE_MS = 1000

export interface KafkaLogin {
  /** `host:port` of brokers to begin with, separated by commas. */
  readonly bootstrap: string
  readonly user: string
  readonly password: string
  /** Certificate of the brokers' authority (PEM); without it, no TLS. */
  readonly caFile?: string
}

/** A client of the broker that keeps quiet: what it cannot do, it throws. */
export function kafkaClient(
  { bootstrap, user, password, caFile }: KafkaLogin,
  clientId: string,
  retries?: number,
): Kafka {
  return new Kafka({
    clientId,
    brokers: bootstrap.split(','),
    sasl: { mechanism: 'scram-sha-512', username: user, password },
    ssl: caFile ? { ca: readFileSync(caFile) } : false,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    retry: { retries, maxRetryTime: MAX_PAUSE_MS },
    logLevel: logLevel.NOTHING,
  })
}

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
