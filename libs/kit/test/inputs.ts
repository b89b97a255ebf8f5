import { v7 } from 'uuid'
import type { AnyCommand, Input, Outcome, RawRecord } from '../src/model/index.ts'
import { type BatchResult, runBatch } from '../src/runtime/batch.ts'
import type { Codec } from '../src/runtime/codec.ts'
import { toInput } from '../src/runtime/learning.ts'
import type { Store } from '../src/runtime/store.ts'
import { SYSTEM } from '../src/runtime/system.ts'
import { jsonCodec, library } from './library.ts'

/** What the library's records are read with. */
export const reading = (codec: Codec = jsonCodec) => ({ service: library, codec, ...SYSTEM })

export const WAREHOUSE = '/services/warehouse'

/** A command for one loan. */
export function request(stream: string, command: AnyCommand, key?: string): Input {
  const idempotency = key && {
    key,
    fingerprint: JSON.stringify(command),
    answer: () => ({ status: 202, headers: {}, body: { stream } }),
  }
  return {
    kind: 'request',
    request: {
      cause: { id: v7(), traceparent: undefined },
      by: 'guest',
      aggregate: 'loan',
      stream,
      reads: [],
      command: () => command,
      ...(idempotency ? { idempotency } : {}),
    },
  }
}

/** An event of the warehouse as it would come from Kafka. */
export function record(stream: string, version: number, type: string, data: object, id = v7()): RawRecord {
  return {
    topic: 'test.warehouse.v1',
    partition: 0,
    offset: String(version),
    headers: {
      ce_id: id,
      ce_source: WAREHOUSE,
      ce_subject: stream,
      ce_sequence: String(version),
      ce_type: `test.warehouse.${type}`,
    },
    value: jsonCodec.encode(type, data),
  }
}

export const message = (...args: Parameters<typeof record>): Promise<Input> => toInput(reading(), record(...args))

export const batch = (
  store: Store,
  inputs: readonly Input[],
  acknowledged: readonly string[] = [],
  codec: Codec = jsonCodec,
): Promise<BatchResult> => runBatch({ ...reading(codec), store }, inputs, acknowledged)

/** One input in a transaction of its own. */
export async function one(store: Store, input: Input): Promise<Outcome> {
  return (await batch(store, [input])).outcomes[0] as Outcome
}
