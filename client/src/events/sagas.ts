import type { EventReader, SeenEvent } from './seen.ts'

const LAST_EVENTS: readonly string[] = ['OrderDelivered', 'OrderCancelled', 'ReservationRejected']

/** Whether an event is the one that a saga ends with. */
export const isEnding = ({ type }: Pick<SeenEvent, 'type'>): boolean => LAST_EVENTS.includes(type)

export interface SagaWatcher {
  /** Tells of each event of one saga: those seen already, and those to come. */
  follow(sagaId: string, listener: (event: SeenEvent) => void): void
  /** The first event of a saga that `isMeant`; undefined if none comes in time. */
  until(sagaId: string, isMeant: (event: SeenEvent) => boolean, timeoutMs: number): Promise<SeenEvent | undefined>
  /** Why no more events are to be seen; undefined while they are. */
  readonly blind: () => string | undefined
}

/** Sorts events by saga. It remembers all it has seen: watch few sagas, and close the reader when they have ended. */
export function watchSagas(reader: EventReader): SagaWatcher {
  const seen: SeenEvent[] = []
  const listeners: ((event: SeenEvent) => void)[] = []
  let ended: string | undefined
  void reader.ended.then((why) => {
    ended = why
  })
  reader.subscribe((event) => {
    seen.push(event)
    for (const listener of listeners) listener(event)
  })
  const follow: SagaWatcher['follow'] = (sagaId, listener) => {
    for (const event of seen) if (event.correlationId === sagaId) listener(event)
    listeners.push((event) => {
      if (event.correlationId === sagaId) listener(event)
    })
  }
  const until: SagaWatcher['until'] = (sagaId, isMeant, timeoutMs) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), timeoutMs)
      follow(sagaId, (event) => {
        if (!isMeant(event)) return
        clearTimeout(timer)
        resolve(event)
      })
    })
  return { follow, until, blind: () => ended }
}
