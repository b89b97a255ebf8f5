import type { EventType } from '../generated/events.ts'
import { ceTypeOf, ownerOf, sourceOf } from '../topics.ts'

/** What a record's headers say of an event's type, for tests that bring events of other services. */
export const wire = {
  sourceOf: (type: string): string => sourceOf(ownerOf(type as EventType)),
  ceTypeOf: (type: string): string => ceTypeOf(type as EventType),
}
