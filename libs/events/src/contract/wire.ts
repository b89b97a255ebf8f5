import type { EventType } from '../generated/events.ts'
import { ceTypeOf, ownerOf, sourceOf } from '../topics.ts'

/** Header values by event type, for tests that deliver events of other services. */
export const wire = {
  sourceOf: (type: string): string => sourceOf(ownerOf(type as EventType)),
  ceTypeOf: (type: string): string => ceTypeOf(type as EventType),
}
