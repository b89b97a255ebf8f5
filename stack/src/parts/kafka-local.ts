import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { StackContext } from '../context.ts'
import { privateDirectory, writePrivateFile } from '../files.ts'
import type { InfrastructurePart } from '../infrastructure.ts'
import { addressOf, kafkaControllerPort, LOOPBACK, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { run } from '../process/run.ts'
import { kafkaJars } from './downloads.ts'
import { archiveMaker, javaFlags } from './java.ts'
import { brokerAnswers, HEAP_MEGABYTES, LOGGING } from './kafka.ts'
import { brokerProperties, scramArguments } from './kafka-properties.ts'

const FORMAT_HEAP_MEGABYTES = 64

/** A broker as a process of this machine, from jars that Maven has downloaded. */
export function localKafka(context: StackContext, javaVersion: string): InfrastructurePart {
  return {
    fetch: async () => void (await kafkaJars(context)),
    prepare: async () => {
      const jars = await kafkaJars(context)
      privateDirectory(context.paths.kafka)
      await format(context, jars, javaVersion)
      return brokerSpec(context, jars, javaVersion)
    },
  }
}

const logDirectory = (context: StackContext): string => join(context.paths.kafka, 'log')

/** Makes an empty storage that knows the users; done once, in a folder that gets its name when it is whole. */
async function format(context: StackContext, jars: string, javaVersion: string): Promise<void> {
  const target = logDirectory(context)
  if (existsSync(target)) return
  const part = `${target}.part`
  rmSync(part, { recursive: true, force: true })
  const properties = writeProperties(context, part, 'format.properties')
  const usersFile = join(context.paths.kafka, 'users.arguments')
  const { clusterId, users } = context.secrets.kafka
  // In a file, because everybody on the machine may read the arguments of a program.
  writePrivateFile(usersFile, scramArguments(users).join('\n'))
  const flags = javaFlags('kafka', javaVersion, FORMAT_HEAP_MEGABYTES)
  const command = ['format', '--standalone', '--cluster-id', clusterId, '--config', properties, `@${usersFile}`]
  try {
    await run('java', [...flags, ...classPath(jars), 'kafka.tools.StorageTool', ...command], { signal: context.signal })
  } finally {
    rmSync(usersFile, { force: true })
    rmSync(properties, { force: true })
  }
  renameSync(part, target)
}

function brokerSpec(context: StackContext, jars: string, javaVersion: string): ProcessSpec {
  const properties = writeProperties(context, logDirectory(context), 'server.properties')
  const archive = archiveMaker('kafka', javaVersion)
  const flags = [...javaFlags('kafka', javaVersion, HEAP_MEGABYTES), ...archive.flags, ...(context.flags.kafka ?? [])]
  return {
    name: 'kafka',
    address: addressOf('kafka', context.portBase),
    program: 'java',
    args: [...flags, ...classPath(jars), 'kafka.Kafka', properties],
    cwd: context.paths.kafka,
    stopSignal: 'SIGTERM',
    isReady: () => brokerAnswers(context),
    afterStop: archive.afterStop,
  }
}

function writeProperties(context: StackContext, directory: string, name: string): string {
  const file = join(context.paths.kafka, name)
  const text = brokerProperties({
    listenAddress: LOOPBACK,
    port: portOf('kafka', context.portBase),
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
