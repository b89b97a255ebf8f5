import { readFileSync } from 'node:fs'
import type { StackContext } from '../context.ts'
import { COMMON_FLAGS } from '../parts/java.ts'
import { brokerAnswers, HEAP_MEGABYTES, LOGGING } from '../parts/kafka.ts'
import { brokerProperties, scramArguments } from '../parts/kafka-properties.ts'
import { kafkaControllerPort, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { containerSpec } from './container.ts'
import { IMAGES } from './images.ts'
import { script, writeFile } from './script.ts'

const VOLUME = '/var/lib/kafka/data'
const LOG = `${VOLUME}/log`
const MEMORY_MEGABYTES = 640
const EVERY_ADDRESS = '0.0.0.0'

/** The broker. Its storage is made once, with the users in it, and gets its name when it is whole. */
export function kafkaContainer(context: StackContext): ProcessSpec {
  const { clusterId, users } = context.secrets.kafka
  return containerSpec(context, {
    name: 'kafka',
    image: IMAGES.kafka,
    port: portOf('kafka', context.portBase), // the same inside: it is the one that the broker names to its clients
    data: VOLUME,
    memoryMegabytes: MEMORY_MEGABYTES,
    script: script(
      `export LOG_DIR=/tmp KAFKA_JVM_PERFORMANCE_OPTS='${COMMON_FLAGS.join(' ')}'`,
      `if [ ! -d ${LOG} ]; then`,
      `rm -rf ${LOG}.part`,
      writeFile('/tmp/format.properties', propertiesOf(context, `${LOG}.part`)),
      writeFile('/tmp/users.arguments', scramArguments(users).join('\n')),
      // What it prints are the users' keys.
      `/opt/kafka/bin/kafka-storage.sh format --standalone --cluster-id ${clusterId} --config /tmp/format.properties @/tmp/users.arguments >/dev/null`,
      'rm /tmp/format.properties /tmp/users.arguments',
      `mv ${LOG}.part ${LOG}`,
      'fi',
      writeFile('/tmp/server.properties', propertiesOf(context, LOG)),
      writeFile('/tmp/log4j2.yaml', readFileSync(LOGGING, 'utf8')),
      `export KAFKA_HEAP_OPTS=-Xmx${HEAP_MEGABYTES}m KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=/tmp/log4j2.yaml`,
      'exec /opt/kafka/bin/kafka-run-class.sh kafka.Kafka /tmp/server.properties </dev/null',
    ),
    stopSignal: 'SIGTERM',
    isReady: () => brokerAnswers(context, 'kafka'),
  })
}

const propertiesOf = ({ portBase, secrets }: StackContext, logDirectory: string): string =>
  brokerProperties({
    nodeId: 1,
    brokers: 1,
    listenAddress: EVERY_ADDRESS,
    port: portOf('kafka', portBase),
    controllerPort: kafkaControllerPort(portBase),
    logDirectory,
    brokerPassword: secrets.kafka.broker,
  })
