import { readAll } from '@bistro/client'
import type { Manifest } from '@bistro/client/manifest'
import { partitionOf } from '@bistro/client/partitions'
import { say } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'
import { surveyTopics, type Topic } from './survey.ts'

/** Where the records of a key are, and where its next one goes: now, and when partitions are added. */
export async function where(manifest: Manifest, key: string): Promise<number> {
  const topics = await surveyTopics(manifest)
  const versions = await versionsOf(
    manifest,
    topics.map(({ topic }) => topic),
    key,
  )
  const rows = topics.map(({ topic, partitions: { length } }) => [
    topic,
    versions.get(topic) ?? 'none',
    ...[length, length + 1, length * 2].map((count) => `${partitionOf(key, count)} of ${count}`),
  ])
  const titles = ['topic', 'its versions', 'its next record', 'with one partition more', 'with twice as many']
  for (const line of renderTable(
    titles.map((title) => ({ title })),
    rows,
  ))
    say(line)
  return 0
}

/** By topic: `1-4 in partition 3, 5 in partition 9`. */
async function versionsOf(manifest: Manifest, topics: readonly Topic['topic'][], key: string) {
  const found = new Map<string, Map<number, number[]>>()
  await readAll(manifest, topics, (record) => {
    if (record.key !== key) return
    const places = found.get(record.topic) ?? new Map<number, number[]>()
    places.set(record.partition, [...(places.get(record.partition) ?? []), Number(record.headers.ce_sequence)])
    found.set(record.topic, places)
  })
  return new Map([...found].map(([topic, places]) => [topic, placesText(places)]))
}

const placesText = (places: ReadonlyMap<number, readonly number[]>): string =>
  [...places]
    .map(([partition, versions]) => ({ partition, first: Math.min(...versions), last: Math.max(...versions) }))
    .sort((one, other) => one.first - other.first)
    .map(({ partition, first, last }) => `${first === last ? first : `${first}-${last}`} in partition ${partition}`)
    .join(', ')
