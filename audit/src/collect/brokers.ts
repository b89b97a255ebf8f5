import { readFileSync } from 'node:fs'
import { registerCodecs } from '@bistro/kit/kafka/codecs'
import { Kafka, logLevel } from 'kafkajs'
import type { Access } from '../access.ts'

/** A Kafka client of the user who may read every topic. It logs nothing and reads all compression codecs. */
export function brokersOf({ bootstrap, reader, caFile }: Access['kafka'], connectionTimeout: number, retries?: number) {
  registerCodecs()
  return new Kafka({
    clientId: 'bistro-audit',
    brokers: bootstrap.split(','),
    sasl: { mechanism: 'scram-sha-512', username: reader.user, password: reader.password },
    ssl: caFile ? { ca: readFileSync(caFile) } : false,
    connectionTimeout,
    retry: { retries },
    logLevel: logLevel.NOTHING,
  })
}
