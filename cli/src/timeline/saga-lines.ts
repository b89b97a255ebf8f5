import type { Story, StoryEvent, Waiting } from '@bistro/audit'
import { isEnding } from '@bistro/client'
import { style } from '../terminal/style.ts'
import { payloadLine } from './payload.ts'

const SERVICE_WIDTH = 12
const TYPE_WIDTH = 33
const STATUS_WIDTH = 16
const SECOND_MS = 1_000
const OFFSET_WIDTH = 11
const INDENT = ' '.repeat(OFFSET_WIDTH + 18)

/** A saga's timeline in the terminal: ids, events, the five states. */
export function storyLines(story: Story): string[] {
  return [
    ...headLines(story),
    '',
    ...story.events.flatMap((event) => eventLines(event, story)),
    '',
    ...stateLines(story),
  ]
}

function headLines({ sagaId, events, waitingFor }: Story): string[] {
  const end = events.find(isEnding)
  const reason = end && 'data' in end.said ? (end.said.data as { reason?: string }).reason : undefined
  const ending = end ? `${end.type}${reason ? ` (${reason})` : ''}` : undefined
  return [
    style.bold(`Saga ${sagaId}: ${statusOf(ending, waitingFor)}`),
    ...[...idsIn(events)].map(([name, id]) => `  ${name.padEnd(SERVICE_WIDTH)} ${id}`),
  ]
}

function statusOf(ending: string | undefined, waitingFor: readonly Waiting[]): string {
  if (ending === undefined) return 'not ended yet'
  return waitingFor.length === 0 ? `ended with ${ending}` : `ended with ${ending}, and not done yet`
}

const IDS: readonly string[] = ['orderId', 'paymentId', 'shipmentId', 'customerId', 'eveningId']

function idsIn(events: readonly StoryEvent[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { said } of events)
    for (const [key, value] of Object.entries('data' in said ? said.data : {}))
      if (IDS.includes(key) && !found.has(key)) found.set(key, String(value))
  return new Map(IDS.flatMap((key) => (found.has(key) ? [[key.slice(0, -'Id'.length), found.get(key) ?? '']] : [])))
}

function eventLines(event: StoryEvent, { events }: Story): string[] {
  const { service, type, version, timeMs, said, compensates } = event
  const offset = `+${((timeMs - (events[0]?.timeMs ?? timeMs)) / SECOND_MS).toFixed(3)} s`.padStart(OFFSET_WIDTH)
  const time = new Date(timeMs).toISOString().slice(11)
  const name = `${type}@${version}`.padEnd(TYPE_WIDTH)
  const undoes = compensates.length === 0 ? '' : style.yellow(`  undoes ${compensates.join(', ')}`)
  const payload = 'data' in said ? payloadLine(said.data) : `cannot be read: ${said.undecoded}`
  return [
    `${offset}  ${style.dim(time)}  ${style.cyan(service.padEnd(SERVICE_WIDTH))} ${style.bold(name)} <- ${causeOf(event, events)}${undoes}`,
    ...(payload === '' ? [] : [`${INDENT}${style.dim(payload)}`]),
  ]
}

/** What has led to an event: another one, or nothing that is on a topic. */
function causeOf({ causationId }: StoryEvent, events: readonly StoryEvent[]): string {
  const cause = events.find(({ id }) => id === causationId)
  return cause ? `${cause.type}` : `a request from outside`
}

function stateLines({ states, unseen }: Story): string[] {
  return [
    style.bold('Now'),
    ...states.map(
      ({ service, status, version }) =>
        `  ${style.cyan(service.padEnd(SERVICE_WIDTH))} ${status.padEnd(STATUS_WIDTH)} ${style.dim(`version ${version}`)}`,
    ),
    ...unseen.map(
      ({ service, reason }) =>
        `  ${style.cyan(service.padEnd(SERVICE_WIDTH))} ${style.red(`not known: its database does not answer (${reason})`)}`,
    ),
  ]
}
