import { readFileSync } from 'node:fs'
import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type ISocketFactory, Kafka, type logCreator, logLevel } from 'kafkajs'
import type { Logger } from '../runtime/logger.ts'

export interface KafkaLogOptions {
  /** `host:port` of brokers to begin with. */
  readonly brokers: readonly string[]
  /** How the broker's own logs and quotas name this process. */
  readonly clientId: string
  /** `group.instance.id`: unique to this process, and the same after a restart. */
  readonly instance?: string
  /** The SCRAM-SHA-512 user. */
  readonly username: string
  readonly password: string
  /** Certificate of the brokers' authority (PEM). TLS is used when it is set. */
  readonly caFile?: string
  readonly logger: Logger
}

const CONNECTION_TIMEOUT_MS = 3_000
export const REQUEST_TIMEOUT_MS = 10_000
/**
 * How soon partitions are seen that were added to a topic. Readers come first, mostly: what is written to a partition before its readers
 * know it waits for them.
 */
export const READERS_METADATA_MAX_AGE_MS = 2_000
export const WRITERS_METADATA_MAX_AGE_MS = 10_000
const KEEP_ALIVE_MS = 60_000

/** A broker that has just started reports "coordinator is loading" briefly: early retries keep starts short. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 6 }

export function createClient({ brokers, clientId, username, password, caFile, logger }: KafkaLogOptions): Kafka {
  return new Kafka({
    brokers: [...brokers],
    clientId,
    sasl: { mechanism: 'scram-sha-512', username, password },
    ssl: caFile ? { ca: readFileSync(caFile) } : false,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    socketFactory,
    logLevel: logLevel.WARN,
    logCreator: into(logger),
  })
}

/** Small requests must not wait for the acknowledgement of earlier ones. */
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const options = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }
  // TLS does not allow an IP address as the server name (SNI).
  const servername = isIP(host) ? undefined : host
  return ssl ? connectTls({ ...options, ...ssl, servername }, onConnect) : connect(options, onConnect)
}

/** The driver repeats a warning for each connection and attempt: each is logged once in this time. */
const QUIET_MS = 10_000

/** The driver's errors are logged as warnings: it retries, and throws when it gives up. */
const into = (logger: Logger): logCreator => {
  const lastLoggedMs = new Map<string, number>()
  return () =>
    ({ namespace, log }) => {
      const { message, broker, groupId, error } = log
      const now = Date.now()
      if (now - (lastLoggedMs.get(message) ?? 0) < QUIET_MS) return
      lastLoggedMs.set(message, now)
      logger.warn({ kafka: namespace, broker, groupId, error }, message)
    }
}
