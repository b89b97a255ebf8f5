import { BROKERS, type BrokerName } from '@bistro/client/names'
import { LOOPBACK } from '../ports.ts'
import type { Secrets } from '../secrets.ts'

const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'

/** What the broker's configuration depends on. */
export interface BrokerPlace {
  /** 1 is the controller as well. */
  readonly nodeId: number
  /** How many brokers the cluster has. */
  readonly brokers: number
  /** Where it listens for clients; they find it at the loopback address in any case. */
  readonly listenAddress: string
  readonly port: number
  readonly controllerPort: number
  readonly logDirectory: string
  readonly brokerPassword: string
}

export const nodeIdOf = (broker: BrokerName): number => BROKERS.indexOf(broker) + 1

/**
 * A KRaft node: the first is broker and controller, others join it as brokers. Clients come with SCRAM; the node itself uses PLAIN, because it must log in
 * before it can read the SCRAM users. Nobody may do what no ACL allows.
 */
export function brokerProperties(place: BrokerPlace): string {
  const { nodeId, brokers, listenAddress, port, controllerPort, logDirectory, brokerPassword } = place
  const isController = nodeId === 1
  const listeners = (address: string): string =>
    [`CLIENT://${address}:${port}`, ...(isController ? [`CONTROLLER://${LOOPBACK}:${controllerPort}`] : [])].join()
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required username="broker" password="${brokerPassword}" user_broker="${brokerPassword}";`
  return propertiesText({
    'process.roles': isController ? 'broker,controller' : 'broker',
    'node.id': nodeId,
    'controller.quorum.bootstrap.servers': `${LOOPBACK}:${controllerPort}`,
    listeners: listeners(listenAddress),
    'advertised.listeners': listeners(LOOPBACK),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'CLIENT',
    'listener.security.protocol.map': 'CONTROLLER:SASL_PLAINTEXT,CLIENT:SASL_PLAINTEXT',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.client.scram-sha-512.sasl.jaas.config': SCRAM,
    'listener.name.client.plain.sasl.jaas.config': plain,
    'listener.name.controller.plain.sasl.jaas.config': plain,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': false,
    'super.users': 'User:broker;User:admin',
    'log.dirs': logDirectory,
    ...internalTopics(brokers),
    ...(brokers > 1 && SOON_MISSED),
    ...SMALL,
  })
}

const internalTopics = (brokers: number) => ({
  'auto.create.topics.enable': false,
  'offsets.topic.replication.factor': brokers,
  'offsets.topic.num.partitions': 1,
  'transaction.state.log.replication.factor': brokers,
  'transaction.state.log.min.isr': majorityOf(brokers),
  'transaction.state.log.num.partitions': 1,
  'share.coordinator.state.topic.replication.factor': brokers,
  'share.coordinator.state.topic.min.isr': majorityOf(brokers),
  'share.coordinator.state.topic.num.partitions': 1,
  'group.initial.rebalance.delay.ms': 0,
})

const majorityOf = (brokers: number): number => Math.floor(brokers / 2) + 1

/** Until a broker is missed, nobody leads its partitions: as long as it takes to miss a consumer (`libs/kit`). */
const SOON_MISSED = { 'broker.session.timeout.ms': 6_000, 'broker.heartbeat.interval.ms': 1_000 }

/** Few cores, and a dozen other processes on them: with one thread of a kind, requests change hands less often. */
const SMALL = {
  'num.network.threads': 1,
  'num.io.threads': 1,
  'background.threads': 2,
  'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
  'log.cleaner.io.buffer.size': 128 * 1024,
}

/** The arguments that make the SCRAM users when the storage is formatted. */
export const scramArguments = (users: Secrets['kafka']['users']): string[] =>
  Object.entries(users).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ])

const propertiesText = (properties: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
