import type { Trouble } from '@bistro/kit/runtime'
import { isServiceName } from '@bistro/services'
import type { Unavailable } from '../contract/index.ts'

const KAFKA = ['the consumer group', 'the broadcast of events', 'the survey of the log', 'the log', 'what it reads']

/** What the pages call it. */
function nameOf({ what, reason }: Trouble): string {
  if (isServiceName(what)) return what
  if (what.includes('database') || reason.startsWith('Postgres is unavailable')) return "the gateway's database"
  return KAFKA.includes(what) ? 'Kafka' : what
}

/** What is away, once each, with the earliest time: several parts may miss the same thing. */
export function unavailableOf(troubles: readonly Trouble[]): Unavailable[] {
  const all = new Map<string, Unavailable>()
  for (const trouble of troubles) {
    const { since, reason } = trouble
    const what = nameOf(trouble)
    const known = all.get(what)
    if (!known || since < known.since) all.set(what, { what, since, reason })
  }
  return [...all.values()].sort((one, other) => one.since.localeCompare(other.since))
}
