import { setTimeout as delay } from 'node:timers/promises'
import { inSyncText, leadersOf, lookAtReplicas, nodesText, type ReplicasLook, type TopicReplicas } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import { allTopics } from '@bistro/events'
import type { Command } from '../cli.ts'
import { needKafka } from '../session/manifest.ts'
import { namingUnavailable } from '../session/unavailable.ts'
import { onlyFlags } from '../terminal/arguments.ts'
import { listenForInterrupts } from '../terminal/interrupts.ts'
import { say, style } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'

const WATCH_FLAG = '--watch'
const LOOK_EVERY_MS = 250
const COLUMNS = [{ title: 'topic' }, { title: 'led by' }, { title: 'in sync' }]

export const command: Command = {
  usage: [
    'npm run brokers               shows which broker leads each partition, and which replicas are in sync',
    'npm run brokers -- --watch    prints each change until Ctrl-C',
  ],
  options: [[WATCH_FLAG, 'goes on, and prints what changes (default: looks once)']],
  example: 'npm run brokers -- --watch',
  run: async (args) => {
    const { [WATCH_FLAG]: watches } = onlyFlags(args, [WATCH_FLAG])
    const manifest = needKafka('In memory mode there is no broker.')
    return namingUnavailable(manifest, () => look(manifest, watches === true))
  },
}

async function look(manifest: Manifest, watches: boolean): Promise<number> {
  const replicas = await lookAtReplicas(manifest)
  try {
    await show(manifest, replicas)
    if (watches) await watch(replicas)
    return 0
  } finally {
    await replicas.close()
  }
}

async function show(manifest: Manifest, replicas: ReplicasLook): Promise<void> {
  const rows = (await replicas.look(allTopics)).map((one) => [one.topic, leadersOf(one), inSyncText(one)])
  for (const line of renderTable(COLUMNS, rows)) say(line)
  say(style.dim(`Led by: the node of each partition from 0 on (${nodesText(manifest)}).`))
}

async function watch(replicas: ReplicasLook): Promise<void> {
  const interrupts = listenForInterrupts()
  let isOver = false
  void interrupts.interrupted.then(() => {
    isOver = true
  })
  const before = new Map<string, string>()
  const tell = (topic: string, text: string): void => {
    const isNews = before.get(topic) !== text
    if (isNews && before.has(topic)) say(`${new Date().toISOString().slice(11, 23)}  ${topic}  ${text}`)
    before.set(topic, text)
  }
  say(style.dim('Watching. Ctrl-C stops it.'))
  while (!isOver) {
    for (const topic of allTopics) tell(topic, await lineOf(replicas, topic))
    await Promise.race([delay(LOOK_EVERY_MS), interrupts.interrupted])
  }
}

const lineOf = (replicas: ReplicasLook, topic: string): Promise<string> =>
  replicas
    .look([topic])
    .then(([one]) => textOf(one))
    .catch(() => 'a partition has no leader')

const textOf = (one: TopicReplicas | undefined): string =>
  one ? `led by ${leadersOf(one)}; in sync: ${inSyncText(one)}` : 'is gone'
