import { type EventType, meaning } from '@bistro/events'
import type { Subject } from '@bistro/events/evolution'
import { code, table } from '../markdown.ts'
import { causesOf, type Saga, wordsOf } from '../model.ts'
import { type Flows, forWhom, readersOf } from './flows.ts'
import { fieldRows, historyRows } from './schema-rows.ts'

/** The page of one event. */
export function renderEventPage(saga: Saga, flows: Flows, type: EventType): string {
  const subjects = flows.subjects.filter((subject) => subject.type === type)
  const [first] = subjects
  if (!first) throw new Error(`${type} is on no topic.`)
  const own = first.versions
  const later = subjects.slice(1).filter(({ versions }) => JSON.stringify(versions) !== JSON.stringify(own))
  return [
    `# ${type}`,
    '',
    `${sentence(meaning(type))} Published by **${first.owner}** on ${subjects.map(({ topic }) => code(topic)).join(' and ')}, keyed by ${code(own[0]?.fields[0]?.name ?? '')}.`,
    '',
    `Caused by: ${causesOf(saga, type).map(wordsOf).map(code).join(', ')}.`,
    '',
    '## Fields',
    '',
    ...table(['Field', 'Type', 'Since', 'Meaning'], fieldRows(own)),
    '',
    ...later.flatMap(laterShape),
    '## Consumers',
    '',
    ...readers(flows, type, forWhom(saga, type)),
    '',
    '## Schema history',
    '',
    ...table(['Version', 'What changed'], historyRows(own)),
    '',
    ...example(flows, first),
  ].join('\n')
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

const laterShape = ({ topic, versions }: Subject): string[] => [
  `## Schema on ${topic}`,
  '',
  ...table(['Field', 'Type', 'Since', 'Meaning'], fieldRows(versions)),
  '',
]

function readers(flows: Flows, type: EventType, reason: string): string[] {
  const all = readersOf(flows, type)
  if (all.length === 0) return [`No other service: ${reason}.`]
  return table(
    ['Service', 'Needs'],
    all.map(([consumer, fields]) => [consumer, fields.map(code).join(', ')]),
  )
}

function example({ contract }: Flows, { owner, type, versions, topic }: Subject): string[] {
  const golden = contract.fixtures.findLast((fixture) => fixture.type === type)
  if (!golden) return []
  const path = `libs/events/fixtures/${owner}/${type}/v${golden.version}`
  return [
    '## Example',
    '',
    `Version ${golden.version} of ${versions.length} on ${code(topic)}, from ${code(`${path}.json`)}; its golden bytes are in ${code(`${path}.avro`)}.`,
    '',
    '```json',
    JSON.stringify(golden.data, null, 2),
    '```',
    '',
  ]
}
