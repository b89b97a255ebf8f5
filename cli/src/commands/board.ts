import type { BoardRow, Owner } from '@bistro/audit'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import type { Command } from '../cli.ts'
import { needKafka } from '../session/manifest.ts'
import { namingUnavailable } from '../session/unavailable.ts'
import { noArguments, onlyFlags, UsageError } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'
import { renderTable } from '../terminal/table.ts'

const EVENTS_FLAG = '--from-events'
const KIBIBYTE = 1_024

export const command: Command = {
  usage: [
    'npm run board                        shows the evening board, from its snapshots and the events after them',
    'npm run board -- --from-events       shows it from events alone, from the oldest that the topic has',
    'npm run board -- publish             publishes a snapshot of each evening that has changed since the last time',
    'npm run board -- forget EVENING      publishes a tombstone for an evening: readers and compaction drop it',
  ],
  options: [[EVENTS_FLAG, 'reads no snapshots (default: reads them first)']],
  example: 'npm run board -- publish',
  run: async ([action, ...rest]) => {
    if (action === 'publish') {
      noArguments(rest)
      return publish(needBroker())
    }
    if (action === 'forget') return forget(rest)
    const { [EVENTS_FLAG]: fromEvents } = onlyFlags(action === undefined ? [] : [action, ...rest], [EVENTS_FLAG])
    return show(needBroker(), fromEvents ? 'events' : 'snapshots')
  },
}

const needBroker = (): Manifest => needKafka('Snapshots are on a topic. This stack has no Kafka.')

const ownerIn = ({ services }: Manifest): Owner => services.reservation.kafka

async function show(manifest: Manifest, from: 'snapshots' | 'events'): Promise<number> {
  const { readBoard } = await import('@bistro/audit')
  const { evenings, snapshots, events } = await namingUnavailable(manifest, () => readBoard(manifest, from))
  for (const line of renderTable(COLUMNS, evenings.rows.map(cellsOf))) say(line)
  say(style.dim(`Read: ${snapshots} records of the snapshot topic, ${events} events after them.`))
  return 0
}

const right = (title: string) => ({ title, align: 'right' as const })
const COLUMNS = [
  { title: 'date' },
  { title: 'evening' },
  { title: 'title' },
  ...['seats', 'held', 'confirmed', 'cancelled'].map(right),
]

const cellsOf = ({ date, eveningId, title, seats, held, confirmed, cancelled }: BoardRow): string[] => [
  ...[date, eveningId, title],
  ...[seats, held, confirmed, cancelled].map(String),
]

async function publish(manifest: Manifest): Promise<number> {
  const { publishBoard } = await import('@bistro/audit')
  const done = await namingUnavailable(manifest, () => publishBoard(manifest, ownerIn(manifest)))
  say(
    `Read ${done.events} events. Published snapshots of ${done.evenings} evenings, ${(done.bytes / KIBIBYTE).toFixed(1)} KiB.`,
  )
  return 0
}

async function forget([eveningId, ...rest]: readonly string[]): Promise<number> {
  noArguments(rest)
  if (eveningId === undefined) throw new UsageError('Missing EVENING: the id of an evening, as npm run board shows it.')
  const manifest = needBroker()
  const { forgetEvening, readBoard } = await import('@bistro/audit')
  const { evenings } = await namingUnavailable(manifest, () => readBoard(manifest, 'snapshots'))
  if (!evenings.rows.some((row) => row.eveningId === eveningId))
    throw new StackError(`There is no evening ${eveningId} on the board.`, 'npm run board')
  await forgetEvening(manifest, ownerIn(manifest), eveningId)
  say(`Published a tombstone for evening ${eveningId}.`)
  return 0
}
