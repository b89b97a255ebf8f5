import { services as definitions } from '@bistro/saga'
import { SERVICES } from '@bistro/services'
import type { EventDetail } from '../contract/index.ts'
import type { SeenEvent } from '../projection/seen.ts'
import type { Services } from '../services.ts'
import type { Gates } from '../waiting/gates.ts'
import { commandsAt } from './commands.ts'
import { streamsOf } from './states.ts'

type Taken = EventDetail['takenBy'][number]

/**
 * What each reader of an event has made of it: its gate says whether it has taken it, its audit trail what it decided. A reader that
 * does not answer is listed only where an event that it published shows it.
 */
export async function takenBy(
  event: SeenEvent,
  all: readonly SeenEvent[],
  { services, gates }: { readonly services: Pick<Services, 'get'>; readonly gates: Gates },
): Promise<Taken[]> {
  const streams = streamsOf(all)
  const readers = SERVICES.filter((name) => definitions[name].subscribes.includes(event.raw.topic))
  const found = await Promise.all(
    readers.map(async (service): Promise<Taken[]> => {
      const hasPolicy = Object.hasOwn(definitions[service].policies, event.type)
      const stream = hasPolicy ? streams.get(service) : undefined
      const [version, commands] = await Promise.all([
        gates.versionAt(service, event.service, event.stream),
        stream === undefined ? [] : commandsAt(services, service, stream).catch(() => []),
      ])
      const command = commands.find(({ causedBy }) => causedBy === event.id)
      const led = all.find((other) => other.service === service && other.causation === event.id)
      if (version === undefined && !led) return []
      const taken = led !== undefined || (version ?? 0) >= event.version
      const at = command?.at ?? led?.time
      return [{ service, hasPolicy, taken, ...(at && { at }), ...(command && { outcome: command.outcome }) }]
    }),
  )
  return found.flat()
}
