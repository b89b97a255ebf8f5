import { STEPS } from '@bistro/saga/steps'
import type { StoryEvent } from './story.ts'

/** The earlier steps of the same stream that an event undoes. */
export const undoneBy = (
  { type, service, stream, version }: Pick<StoryEvent, 'type' | 'service' | 'stream' | 'version'>,
  events: readonly Pick<StoryEvent, 'type' | 'service' | 'stream' | 'version'>[],
): string[] =>
  STEPS.filter(({ undo }) => typeof undo !== 'string' && (undo as readonly string[]).includes(type))
    .map(({ event }) => event as string)
    .filter((step) =>
      events.some(
        (other) =>
          other.type === step && other.service === service && other.stream === stream && other.version < version,
      ),
    )
