import type { LiveData, SagaEvent } from '@bistro/gateway/contract'
import { eventId, reservationId } from './data/ids.ts'
import { TOPOLOGY } from './data/topology.ts'

/** Of each message; the gateway samples too. */
const SAMPLES = 50
const TYPES = TOPOLOGY.services.flatMap(({ service, publishes }) => publishes.map((type) => ({ service, type })))

/** One message of a busy hour: `events` of them counted, and a sample of them. */
export function crowd(events: number, nowMs: number): LiveData['event'] {
  const counts: Record<string, number> = {}
  for (let n = 0; n < events; n++) {
    const { service, type } = TYPES[n % TYPES.length]!
    counts[`${service} ${type}`] = (counts[`${service} ${type}`] ?? 0) + 1
  }
  const at = new Date(nowMs).toISOString()
  return { at, counts, items: Array.from({ length: Math.min(SAMPLES, events) }, (_, n) => sample(n, nowMs, at)) }
}

function sample(n: number, nowMs: number, at: string): SagaEvent {
  const { service, type } = TYPES[n % TYPES.length]!
  const number = (nowMs % 1_000_000) + n
  return {
    ...{ service, type, streamId: reservationId(number), version: 1, id: eventId(number, 0), time: at, seenAt: at },
    ...{ topic: `bistro.${service}.v1`, partition: n % 6, offset: String(number), data: {} },
    ...(/Cancelled|Released|Refunded/.test(type) ? { compensates: eventId(number, 1) } : {}),
  }
}
