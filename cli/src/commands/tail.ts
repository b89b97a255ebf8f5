import { followRecords, type SeenRecord } from '@bistro/client'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { SERVICES } from '@bistro/client/names'
import { allTopics, topicsOf } from '@bistro/events'
import type { Command } from '../cli.ts'
import { needManifest } from '../session/manifest.ts'
import { noOptions, UsageError } from '../terminal/arguments.ts'
import { listenForInterrupts } from '../terminal/interrupts.ts'
import { say, style } from '../terminal/style.ts'
import { recordLine, typeIn } from '../timeline/record-line.ts'

const BEGINNING_FLAG = '--from-beginning'

export const command: Command = {
  usage: [
    'npm run tail -- [X ...] [--from-beginning]   prints decoded events as they come, one per line, until Ctrl-C; X is a service or a topic',
  ],
  options: [
    ['X', `${[...SERVICES, ...allTopics].join(', ')} (default: all)`],
    [BEGINNING_FLAG, 'includes past events (default: only new ones)'],
  ],
  example: 'npm run tail -- order payment',
  run: async (args) => {
    const names = args.filter((arg) => arg !== BEGINNING_FLAG)
    noOptions(names)
    const topics = names.length === 0 ? allTopics : [...new Set(names.flatMap(topicsNamed))]
    return tail(needManifest(), topics, args.includes(BEGINNING_FLAG))
  },
}

function topicsNamed(name: string): readonly string[] {
  const service = SERVICES.find((known) => known === name)
  if (service) return topicsOf(service)
  if (allTopics.includes(name)) return [name]
  throw new UsageError(`Unknown service or topic '${name}'.`)
}

async function tail(manifest: Manifest, topics: readonly string[], fromBeginning: boolean): Promise<number> {
  if (fromBeginning && manifest.mode === 'memory')
    throw new StackError('The in-memory log shows only new events.', 'npm run tail')
  const interrupts = listenForInterrupts()
  const { openDecoder } = await import('@bistro/audit')
  const decode = openDecoder(manifest)
  // One after the other, in the order of arrival.
  let printed = Promise.resolve()
  const take = (record: SeenRecord): void => {
    if (!topics.includes(record.topic)) return
    printed = printed.then(async () =>
      say(recordLine(record, await decode(typeIn(record) ?? '', record.value, record.topic))),
    )
  }
  const reader = await followRecords(manifest, { topics, fromBeginning, onBroker: brokerReporter() }, take)
  if (!fromBeginning) say(style.dim(`Following ${topics.join(', ')}. Ctrl-C stops it.`))
  const why = await Promise.race([reader.ended, interrupts.interrupted.then(() => undefined)])
  await reader.close()
  if (why === undefined) return 0
  throw new StackError(`The events can no longer be read: ${why}.`, 'npm run stack -- status')
}

/** Says once that the broker is away, and once that it is back. */
function brokerReporter(): (isThere: boolean) => void {
  let wasThere = true
  return (isThere) => {
    if (isThere !== wasThere)
      console.error(
        style.dim(isThere ? 'The broker is available again.' : 'The broker is unavailable. Waiting for it ...'),
      )
    wasThere = isThere
  }
}
