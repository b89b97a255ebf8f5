import { askStack } from '@bistro/client/control'
import type { Manifest } from '@bistro/client/manifest'
import { movesOf, SCHEMES } from '@bistro/client/partitions'
import { say, style } from '../terminal/style.ts'
import { distinct, readKeys } from './keys.ts'
import { percent } from './share.ts'
import { surveyTopics } from './survey.ts'

interface Wanted {
  readonly topic: string
  readonly partitions: number
}

/** Has the stack add the partitions, and says what that means for the keys of the topic. */
export async function add(manifest: Manifest, socket: string, { topic, partitions }: Wanted): Promise<number> {
  const before = (await surveyTopics(manifest)).find((one) => one.topic === topic)?.partitions.length ?? 0
  await askStack(socket, { action: 'partition', topic, partitions })
  say(style.green(`${topic} has ${partitions} partitions; before, ${before}.`))
  const keys = distinct((await readKeys(manifest, [topic])).get(topic))
  const { moved } = movesOf(keys, SCHEMES.modulo, before, partitions)
  say(
    `${Math.round(moved * keys.length)} of its ${keys.length} keys move (${percent(moved)}): what comes next of them is written to`,
  )
  say('another partition, and what is there stays where it is. The version gates keep the order of each stream.')
  say('Who writes and who reads sees the new partitions within seconds.')
  return 0
}
