import type { Input } from '../model/input.ts'
import { BatchUnknown } from './batch.ts'
import { saidBy } from './envelope.ts'
import { StoreConflict, StoreLocked, StoreRefused, StoreUnavailable } from './store.ts'

/** A caller of the batch was told no while it was loaded: it is stored without that request. */
export class Abandoned extends Error {}

/**
 * Who or what is at fault when a batch is not stored.
 * - surroundings: the database, whatever is asked of it · statement: the database, but perhaps not for other inputs
 * - size: the database, as it is too much at once
 * - locked: another session holds rows · conflict: another process was faster
 * - unknown: the commit may have happened · abandoned: try without those who were told no
 * - data: the database refuses these values · definition: the service's own code throws
 */
export type Fault =
  | 'surroundings'
  | 'statement'
  | 'size'
  | 'locked'
  | 'conflict'
  | 'unknown'
  | 'abandoned'
  | 'data'
  | 'definition'

/** By where it was thrown: errors of the store are the store's, anything else comes from a definition or the codec. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Abandoned) return 'abandoned'
  if (error instanceof BatchUnknown) return 'unknown'
  if (error instanceof StoreLocked) return 'locked'
  if (error instanceof StoreConflict) return 'conflict'
  if (error instanceof StoreUnavailable && error.tookTooLong) return 'size'
  if (error instanceof StoreUnavailable) return error.ofStatement ? 'statement' : 'surroundings'
  return error instanceof StoreRefused ? 'data' : 'definition'
}

const MAX_TEXT_CHARS = 1_000

export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, MAX_TEXT_CHARS)

/** What a log line says of an input. */
export function placeOf(input: Input): object {
  switch (input.kind) {
    case 'message': {
      const { source, stream, version, type, raw } = input.message
      return { input: input.kind, source, stream, version, type, saga: saidBy(raw).saga }
    }
    case 'request':
      return { input: input.kind, request: input.request.cause.id, stream: input.request.stream }
    case 'malformed': {
      const { topic, partition, offset } = input.record
      return { input: input.kind, topic, partition, offset, ...saidBy(input.record) }
    }
    default:
      return { input: input.kind, stream: input.stream, name: input.name }
  }
}
