import type { WrittenReader } from '@bistro/events'
import { Problem } from '@bistro/kit/http'
import type { Statement } from '@bistro/kit/postgres'
import type { EventDetail, SagaCommands, SagaDetail } from '../contract/index.ts'
import { foldSagas } from '../projection/fold.ts'
import type { SeenEvent } from '../projection/seen.ts'
import { holdsSecret } from '../secrets.ts'
import type { Services } from '../services.ts'
import type { Gates } from '../waiting/gates.ts'
import type { WaitsNow } from '../waiting/now.ts'
import { commandsOf } from './commands.ts'
import { eventsOf, toSagaEvents } from './events.ts'
import { statesOf, streamsOf } from './states.ts'
import { summaryOf } from './summary.ts'
import { takenBy } from './taken.ts'

export interface DetailParts {
  readonly query: Statement
  readonly reader: Pick<WrittenReader, 'read'>
  readonly services: Pick<Services, 'get'>
  readonly gates: Gates
  readonly waits: WaitsNow
}

/** One saga, now or as of a past moment. @throws Problem `unknown-saga` */
export async function detailOf(parts: DetailParts, reservationId: string, at?: string): Promise<SagaDetail> {
  const events = await knownEvents(parts, reservationId, at)
  const [row] = foldSagas(events)
  if (!row) throw unknownSaga(reservationId, at)
  const [{ states, unavailable }, waits] = await Promise.all([
    statesOf(parts.services, events, at),
    at === undefined ? parts.waits.of(events, streamsOf(events)) : { waitingFor: [], isStuck: false, away: [] },
  ])
  return {
    ...summaryOf(row),
    stuck: waits.isStuck,
    ...(at !== undefined && { at }),
    events: toSagaEvents(events),
    waitingFor: [...waits.waitingFor],
    states,
    unavailable: [...new Set([...unavailable, ...waits.away])],
  }
}

/** @throws Problem `unknown-saga` */
export async function commandsIn(parts: DetailParts, reservationId: string): Promise<SagaCommands> {
  return commandsOf(parts.services, await knownEvents(parts, reservationId))
}

/** @throws Problem `unknown-saga`, `unknown-event` */
export async function eventIn(parts: DetailParts, reservationId: string, eventId: string): Promise<EventDetail> {
  const events = await knownEvents(parts, reservationId)
  const index = events.findIndex(({ id }) => id === eventId)
  const [event, shown] = [events[index], toSagaEvents(events)[index]]
  if (!event || !shown)
    throw new Problem(404, 'unknown-event', `Saga ${reservationId} has no event ${eventId}, or it has not arrived yet.`)
  return {
    ...shown,
    headers: { ...event.raw.headers },
    ...(event.data !== undefined && !holdsSecret(event.data) && { raw: event.raw.value.toString('base64') }),
    takenBy: event.version > 0 ? await takenBy(event, events, parts) : [],
  }
}

async function knownEvents({ query, reader }: DetailParts, reservationId: string, at?: string): Promise<SeenEvent[]> {
  const events = await eventsOf(query, reader, reservationId, at)
  if (events.length === 0) throw unknownSaga(reservationId, at)
  return events
}

const unknownSaga = (reservationId: string, at?: string): Problem =>
  new Problem(
    404,
    'unknown-saga',
    at === undefined
      ? `There is no saga ${reservationId}, or none of its events has arrived yet.`
      : `Saga ${reservationId} had no event at ${at}.`,
  )
