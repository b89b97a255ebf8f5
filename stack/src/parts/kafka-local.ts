import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BrokerName } from '@bistro/client/names'
import type { StackContext } from '../context.ts'
import { privateDirectory, writePrivateFile } from '../files.ts'
import type { InfrastructurePart } from '../infrastructure.ts'
import { addressOf, kafkaControllerPort, LOOPBACK, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { run } from '../process/run.ts'
import { brokersOf } from '../settings.ts'
import { kafkaJars } from './downloads.ts'
import { archiveMaker, javaFlags } from './java.ts'
import { brokerAnswers, HEAP_MEGABYTES, LOGGING } from './kafka.ts'
import { brokerProperties, nodeIdOf, scramArguments } from './kafka-properties.ts'

const FORMAT_HEAP_MEGABYTES = 64

/** What a broker is made of. */
interface Making {
  readonly context: StackContext
  readonly broker: BrokerName
  readonly jars: string
  readonly javaVersion: string
}

/** Brokers as processes of this machine, from jars that Maven has downloaded. */
export const localKafka =
  (context: StackContext, javaVersion: string) =>
  (broker: BrokerName): InfrastructurePart => ({
    fetch: async () => void (await kafkaJars(context)),
    prepare: async () => {
      const making = { context, broker, jars: await kafkaJars(context), javaVersion }
      privateDirectory(directoryOf(making))
      await format(making)
      return brokerSpec(making)
    },
  })

/** Of each broker beside those of the others: `kafka`, `kafka-2`, `kafka-3`. */
const directoryOf = ({ context, broker }: Making): string => join(context.paths.root, broker)
const logDirectory = (making: Making): string => join(directoryOf(making), 'log')

/** Makes an empty storage, the controller's with the users in it; done once, in a folder that gets its name when it is whole. */
async function format(making: Making): Promise<void> {
  const { context, broker, jars, javaVersion } = making
  const target = logDirectory(making)
  if (existsSync(target)) return
  const part = `${target}.part`
  rmSync(part, { recursive: true, force: true })
  const properties = writeProperties(making, part, 'format.properties')
  const usersFile = join(directoryOf(making), 'users.arguments')
  const { clusterId, users } = context.secrets.kafka
  // In a file, because everybody on the machine may read the arguments of a program.
  writePrivateFile(usersFile, scramArguments(users).join('\n'))
  const flags = javaFlags('kafka', javaVersion, FORMAT_HEAP_MEGABYTES)
  const first = nodeIdOf(broker) === 1 ? ['--standalone', `@${usersFile}`] : []
  const command = ['format', '--cluster-id', clusterId, '--config', properties, ...first]
  try {
    await run('java', [...flags, ...classPath(jars), 'kafka.tools.StorageTool', ...command], { signal: context.signal })
  } finally {
    rmSync(usersFile, { force: true })
    rmSync(properties, { force: true })
  }
  renameSync(part, target)
}

function brokerSpec(making: Making): ProcessSpec {
  const { context, broker, jars, javaVersion } = making
  const properties = writeProperties(making, logDirectory(making), 'server.properties')
  // One of them makes it for all.
  const archive = nodeIdOf(broker) === 1 ? archiveMaker('kafka', javaVersion) : undefined
  const own = [...(archive?.flags ?? []), ...(context.flags[broker] ?? [])]
  const flags = [...javaFlags('kafka', javaVersion, HEAP_MEGABYTES), ...own]
  return {
    name: broker,
    address: addressOf(broker, context.portBase),
    program: 'java',
    args: [...flags, ...classPath(jars), 'kafka.Kafka', properties],
    cwd: directoryOf(making),
    stopSignal: 'SIGTERM',
    isReady: () => brokerAnswers(context, broker),
    afterStop: archive?.afterStop,
  }
}

function writeProperties(making: Making, directory: string, name: string): string {
  const { context, broker } = making
  const file = join(directoryOf(making), name)
  const text = brokerProperties({
    nodeId: nodeIdOf(broker),
    brokers: brokersOf(context.settings).length,
    listenAddress: LOOPBACK,
    port: portOf(broker, context.portBase),
    controllerPort: kafkaControllerPort(context.portBase),
    logDirectory: directory,
    brokerPassword: context.secrets.kafka.broker,
  })
  writePrivateFile(file, text)
  return file
}

/** Jar by jar and in order: an archive of classes is bound to the class path it was made with. */
function classPath(jars: string): string[] {
  const files = readdirSync(jars)
    .filter((file) => file.endsWith('.jar'))
    .sort()
  return [`-Dlog4j2.configurationFile=${LOGGING}`, '-cp', files.map((file) => join(jars, file)).join(':')]
}
