import { readFileSync } from 'node:fs'
import { registerCodecs } from '@bistro/kit/kafka/codecs'
import { Kafka, logLevel } from 'kafkajs'

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
  registerCodecs()
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

/** Groups of whoever only looks. A group of another name is refused: its member would take what a service is to read. */
export const readersGroup = (name: string): string => `reader.${name}`
