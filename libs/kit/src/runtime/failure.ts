import type { Input } from '../model/input.ts'
import { BatchUnknown } from './batch.ts'
import { saidBy } from './envelope.ts'
import { StoreConflict, StoreLocked, StoreRefused, StoreUnavailable } from './store.ts'

/** A request of the batch was rejected while it was loading: the batch is stored without it. */
export class Abandoned extends Error {}

/**
 * Why a batch was not stored.
 * - surroundings: the database fails for any statement · statement: it fails for this one, perhaps not for other inputs
 * - size: the statement took too long
 * - locked: another session has locked rows · conflict: another process was faster
 * - unknown: the commit may have happened · abandoned: retry without the rejected requests
 * - data: the database rejects the values · definition: the service's own code throws
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

/** Classifies by origin: errors other than the store's come from a definition or the codec. */
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

/** Fields that identify an input in a log line. */
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
