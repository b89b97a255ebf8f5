import { MAX_PARTITIONS } from '@bistro/client/control'
import type { Manifest } from '@bistro/client/manifest'
import { allTopics } from '@bistro/events'
import type { Command } from '../cli.ts'
import { add } from '../partitions/add.ts'
import { auto } from '../partitions/auto.ts'
import { plan } from '../partitions/plan.ts'
import { show } from '../partitions/show.ts'
import { where } from '../partitions/where.ts'
import { needKafka } from '../session/manifest.ts'
import { ownSocket } from '../session/socket.ts'
import { noArguments, noOptions, UsageError, unknownArgument } from '../terminal/arguments.ts'

export const command: Command = {
  usage: [
    'npm run partitions -- show [TOPIC]   lists topics or the partitions of one: records, keys, and who is how far behind',
    'npm run partitions -- add TOPIC N    gives a topic N partitions while it is in use, and says which keys move',
    'npm run partitions -- where KEY      says where the records of a key are, and where its next one goes',
    'npm run partitions -- plan N         says which share of the keys moves to N partitions, by three ways of hashing',
    'npm run partitions -- auto           watches load and lag, and adds partitions and processes, until Ctrl-C',
  ],
  options: [
    ['TOPIC', allTopics.join(', ')],
    ['N', `1 to ${MAX_PARTITIONS}; a topic never gets fewer than it has`],
    ['KEY', 'a stream: the id of a reservation, an order, a customer, an evening'],
  ],
  example: 'npm run partitions -- add bistro.order.v1 12',
  run: async ([action, ...rest]) => {
    noOptions([action ?? '', ...rest])
    if (action === undefined) throw new UsageError('Missing action: show, add, where, plan or auto.')
    if (!Object.hasOwn(ACTIONS, action)) throw unknownArgument(action)
    return ACTIONS[action as keyof typeof ACTIONS](rest)
  },
}

const ACTIONS = {
  show: ([topic, ...rest]) => {
    noArguments(rest)
    const name = topic === undefined ? undefined : topicNamed(topic)
    return show(needTopics(), name)
  },
  add: ([topic, count, ...rest]) => {
    noArguments(rest)
    if (topic === undefined || count === undefined) throw new UsageError('Missing TOPIC and N: how many it is to have.')
    const wanted = { topic: topicNamed(topic), partitions: countIn(count) }
    return add(needTopics(), ownSocket(), wanted)
  },
  where: ([key, ...rest]) => {
    noArguments(rest)
    if (key === undefined) throw new UsageError('Missing KEY: the stream to look for.')
    return where(needTopics(), key)
  },
  plan: ([count, ...rest]) => {
    noArguments(rest)
    if (count === undefined) throw new UsageError('Missing N: a number of partitions.')
    const to = countIn(count)
    return plan(needTopics(), to)
  },
  auto: (args) => {
    noArguments(args)
    return auto(needTopics(), ownSocket())
  },
} satisfies Record<string, (args: readonly string[]) => Promise<number>>

const needTopics = (): Manifest =>
  needKafka('This stack has no Kafka: its log is in memory, with partitions that stay.')

function topicNamed(topic: string): string {
  if (allTopics.includes(topic)) return topic
  throw new UsageError(`Unknown topic '${topic}'. Topics: ${allTopics.join(', ')}.`)
}

function countIn(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= MAX_PARTITIONS) return count
  throw new UsageError(`N is a whole number from 1 to ${MAX_PARTITIONS}, not '${text}'.`)
}
