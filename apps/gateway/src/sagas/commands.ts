import type { ServiceName } from '@bistro/services'
import type { SagaCommand, SagaCommands } from '../contract/index.ts'
import type { SeenEvent } from '../projection/seen.ts'
import type { Services } from '../services.ts'
import { readAll } from '../waiting/pages.ts'
import { streamsOf } from './states.ts'

/** Of one stream, the latest: an account has many sagas. */
const MAX_PAGES = 5

/** The commands of a saga as the services' audit trails have them, by time. */
export async function commandsOf(services: Pick<Services, 'get'>, events: readonly SeenEvent[]): Promise<SagaCommands> {
  const unavailable: string[] = []
  const ids = new Set(events.map(({ id }) => id))
  const found = await Promise.all(
    [...streamsOf(events)].map(async ([service, stream]) => {
      try {
        return (await commandsAt(services, service, stream)).filter((command) => concerns(command, events, ids))
      } catch {
        unavailable.push(service)
        return []
      }
    }),
  )
  return { items: found.flat().sort((a, b) => (a.at < b.at ? -1 : 1)), unavailable }
}

/** @throws ServiceUnavailable */
export async function commandsAt(
  services: Pick<Services, 'get'>,
  service: ServiceName,
  stream: string,
): Promise<SagaCommand[]> {
  type Item = Omit<SagaCommand, 'service'>
  const { items } = await readAll<Item>(services, service, `/commands?stream=${stream}`, MAX_PAGES)
  return items.map((item) => ({ service, ...item }))
}

/** A stream that is the saga's alone has no other commands. An account's belong to the saga whose events they read or wrote. */
function concerns(command: SagaCommand, events: readonly SeenEvent[], ids: ReadonlySet<string>): boolean {
  if (ids.has(command.causedBy ?? '') || command.events.some((id) => ids.has(id))) return true
  const own = events.filter(({ service, stream }) => service === command.service && stream === command.streamId)
  return own.some(({ version }) => version === 1)
}
