import type { Manifest } from '@bistro/client/manifest'
import { say } from '../terminal/style.ts'
import { type Column, renderTable } from '../terminal/table.ts'
import { distinct, type Keys, readKeys } from './keys.ts'
import { recordsIn, surveyTopics, type Topic } from './survey.ts'

const number = (title: string): Column => ({ title, align: 'right' })
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** A line for each topic, or for each partition of the one that is named. */
export async function show(manifest: Manifest, name: string | undefined): Promise<number> {
  const topics = (await surveyTopics(manifest)).filter(({ topic }) => name === undefined || topic === name)
  const keys = await readKeys(
    manifest,
    topics.map(({ topic }) => topic),
  )
  const lines = name === undefined ? topicLines(topics, keys) : topics.flatMap((one) => partitionLines(one, keys))
  for (const line of lines) say(line)
  return 0
}

function topicLines(topics: readonly Topic[], keys: ReadonlyMap<string, Keys>): string[] {
  const columns = [
    { title: 'topic' },
    number('partitions'),
    number('records'),
    number('keys'),
    number('of the fullest'),
  ]
  const rows = topics.map((one) => {
    const records = one.partitions.map(recordsIn)
    const behind = [...lagsOf(one)].map(([service, lag]) => `${service} ${lag}`).join(', ')
    const counts = [records.length, sum(records), distinct(keys.get(one.topic)).length, Math.max(0, ...records)]
    return [one.topic, ...counts.map(String), behind]
  })
  return renderTable([...columns, { title: 'records not yet read by' }], rows)
}

function partitionLines(one: Topic, keys: ReadonlyMap<string, Keys>): string[] {
  const services = [...lagsOf(one).keys()]
  const columns = [number('partition'), number('records'), number('keys'), ...services.map((name) => number(name))]
  const rows = one.partitions.map((partition) => [
    ...[partition.partition, recordsIn(partition)].map(String),
    String(keys.get(one.topic)?.get(partition.partition)?.size ?? 0),
    ...services.map((name) => String(partition.readers.find(({ service }) => service === name)?.lagMessages ?? '-')),
  ])
  return [`${one.topic}; below each service: records that it has not yet read`, ...renderTable(columns, rows)]
}

/** By service, over all partitions. */
function lagsOf({ partitions }: Topic): ReadonlyMap<string, number> {
  const lags = new Map<string, number>()
  for (const { service, lagMessages } of partitions.flatMap(({ readers }) => readers))
    lags.set(service, (lags.get(service) ?? 0) + lagMessages)
  return lags
}
