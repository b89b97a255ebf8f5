import type { Manifest } from '@bistro/client/manifest'
import { movesOf, SCHEMES } from '@bistro/client/partitions'
import { say } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'
import { distinct, readKeys } from './keys.ts'
import { percent } from './share.ts'
import { surveyTopics } from './survey.ts'

const WHAT = {
  modulo: 'hash mod N (Kafka)',
  ring: 'consistent hashing',
  rendezvous: 'rendezvous',
} as const satisfies Record<keyof typeof SCHEMES, string>

const COLUMNS = [
  { title: 'topic' },
  ...['keys', 'partitions', 'least share'].map((title) => ({ title, align: 'right' as const })),
  ...Object.values(WHAT).map((title) => ({ title, align: 'right' as const })),
]

/** Which share of the keys of each topic has another partition when there are that many, by three ways of hashing. */
export async function plan(manifest: Manifest, to: number): Promise<number> {
  const topics = await surveyTopics(manifest)
  const keys = await readKeys(
    manifest,
    topics.map(({ topic }) => topic),
  )
  const rows = topics.map(({ topic, partitions: { length: from } }) => {
    const known = distinct(keys.get(topic))
    const cells = Object.values(SCHEMES).map((scheme) => {
      const { moved, fullest } = movesOf(known, scheme, from, to)
      return known.length === 0 ? '-' : `${percent(moved)} (${fullest.toFixed(2)})`
    })
    return [topic, String(known.length), `${from} to ${to}`, percent(leastShare(from, to)), ...cells]
  })
  for (const line of [...renderTable(COLUMNS, rows), '', ...MEANING]) say(line)
  return 0
}

/** No way of hashing that spreads keys evenly moves fewer. */
const leastShare = (from: number, to: number): number => 1 - Math.min(from, to) / Math.max(from, to)

const MEANING = [
  'The share of keys that move; in brackets, the keys of the fullest partition afterwards, divided by the mean.',
  'To twice as many partitions, hash mod N moves no more than the least. To any other number, it moves more than the other two.',
  'Kafka moves no record: a key that moves has its past in one partition and its future in another, and Kafka promises order within',
  'a partition only. Fewer moves make that rarer, and no way of hashing makes it never. So the order must be kept by the reader: the',
  'version gate does. Kafka does not do less than that where partitions get fewer: it refuses.',
]
