import { join, resolve } from 'node:path'
import { type KafkaLogin, kafkaClient, type Manifest, StackError } from '@bistro/client'
import { chooseMode, type RunningStack, readManifest } from '@bistro/stack'
import { dataDirFrom, dataPaths } from '@bistro/stack/paths'
import { infrastructureOf } from '../../stack/src/infrastructure.ts'
import { startKafka } from '../../stack/src/parts/kafka.ts'
import { openStack } from '../../stack/src/stack.ts'
import { joinRegions } from './link.ts'
import { OWN_TOPIC, REGIONS, startRegion, topicFrom } from './region.ts'
import { routesOf } from './routes.ts'

// The north is the lab's stack. The south has a broker of its own; with all services it would be a second stack, and twice the memory.
const ROOT = resolve(import.meta.dirname, '../..')
const PORT_OFFSET = 7
const [southFolder = '.bistro-south', port] = process.argv.slice(2)

/** Each start begins with empty topics: what an earlier version of the code has written may mean something else. */
const run = `.${Date.now()}`

const stopped = Promise.withResolvers<void>()
for (const end of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(end, () => stopped.resolve())

try {
  await main()
} catch (error) {
  console.error(error instanceof StackError ? [error.message, error.next].join('\n') : error)
  process.exitCode = 1
}
process.exit()

async function main(): Promise<void> {
  const manifest = readManifest(dataPaths(dataDirFrom(process.env.BISTRO_DATA_DIR)).manifest)
  if (!manifest) throw new StackError('The stack of the lab is not running.', 'npm run lab -- start 17')
  console.log('Starting the south: a broker of its own …')
  const south = await startSouth()
  try {
    await serve(manifest, south)
  } finally {
    await south.stop()
  }
}

async function startSouth(): Promise<RunningStack> {
  const choice = await chooseMode(process.env.BISTRO_STACK)
  if (choice.mode === 'memory')
    throw new StackError('Two regions need Kafka, and this machine has none.', 'npm run doctor')
  return openStack({ dataDir: join(ROOT, southFolder), portBase: 'free' }, choice, (context) =>
    startKafka(context, infrastructureOf(context, choice).kafka),
  )
}

async function serve(manifest: Manifest, { manifest: ofSouth }: RunningStack): Promise<void> {
  const logins = [loginOf(manifest), loginOf(ofSouth)] as const
  await Promise.all(logins.map(createTopics))
  const [north, south] = await Promise.all([startRegion('north', logins[0], run), startRegion('south', logins[1], run)])
  const link = await joinRegions(north, south, run)
  const app = routesOf({ north, south }, link)
  const url = await app.listen({ host: '127.0.0.1', port: Number(port ?? manifest.portBase + PORT_OFFSET) })
  process.send?.({ url })
  console.log(introduction(url))
  await stopped.promise
  await app.close()
  await link.set(false)
  await Promise.all([north.stop(), south.stop()])
}

function loginOf({ kafka: { bootstrap, admin } }: Manifest): KafkaLogin {
  return { bootstrap, ...admin }
}

async function createTopics(login: KafkaLogin): Promise<void> {
  const admin = kafkaClient(login, 'regions').admin()
  await admin.connect()
  await admin.createTopics({
    topics: [OWN_TOPIC, ...REGIONS.map(topicFrom)].map((topic) => ({ topic: topic + run, numPartitions: 1 })),
  })
  await admin.disconnect()
}

function introduction(url: string): string {
  return `\nNorth and south are up, and the link between them: ${url}\n\nCtrl-C stops them, and forgets the menus.\n`
}
