import type { SagaDetail, SagaEvent } from '@bistro/gateway/contract'
import { roleOf } from './story.ts'

/**
 * The saga as a Mermaid sequence diagram. An arrow leads from the service whose event was the cause to the one that acted
 * on it; its text is the event that came of it. A compensation is dashed.
 */
export function mermaidOf({ events, waitingFor, reservationId }: SagaDetail): string {
  const byId = new Map(events.map((event) => [event.id, event]))
  const services = [...new Set(events.map(({ service }) => service))]
  const isFromOutside = ({ causationId }: SagaEvent) => !byId.has(causationId ?? '')
  return [
    'sequenceDiagram',
    `  %% saga ${reservationId}`,
    '  autonumber',
    ...(events.some(isFromOutside) ? ['  participant outside'] : []),
    ...services.map((service) => `  participant ${safe(service)}`),
    ...events.map((event) => {
      const cause = byId.get(event.causationId ?? '')
      const arrow = roleOf(event) === 'undo' ? '-->>' : '->>'
      return `  ${safe(cause?.service ?? 'outside')}${arrow}${safe(event.service)}: ${safe(event.type)}`
    }),
    ...waitingFor.map(({ service, text }) => `  Note over ${safe(service)}: ${safe(text)}`),
  ].join('\n')
}

/** A semicolon ends a statement, `#` begins a code, and a new line a new statement: none of them is kept. */
const safe = (text: string): string => text.replaceAll(/[;#\r\n:<>]/g, ' ').trim()
