import type { SagaDetail, SagaEvent } from '@bistro/gateway/contract'

/** The saga with one event more, in the order of times; unchanged where the event is known or of another saga. */
export function withEvent(saga: SagaDetail, event: SagaEvent): SagaDetail {
  if (!isPartOf(saga, event) || saga.events.some(({ id }) => id === event.id)) return saga
  return { ...saga, events: [...saga.events, event].sort((a, b) => Date.parse(a.time) - Date.parse(b.time)) }
}

const isPartOf = ({ reservationId, orderId }: SagaDetail, { streamId, data }: SagaEvent) =>
  streamId === reservationId ||
  streamId === orderId ||
  (typeof data === 'object' && data !== null && 'reservationId' in data && data.reservationId === reservationId)
