import type { LockedSchema } from './avro.ts'
import type { EventType } from './generated/events.ts'
import { earlierSchemas, idsInForce } from './generated/ids.ts'
import { schemaOn } from './topics.ts'

/** Every schema that the repository has ever had, with its id. */
export const lockedSchemas: readonly LockedSchema[] = [
  ...idsInForce.map((locked) => ({ ...locked, schema: schemaOn(locked.type as EventType, locked.edition) })),
  ...earlierSchemas,
]
