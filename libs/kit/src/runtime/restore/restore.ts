import { WAL_MARK } from '../wal.ts'
import { append } from './append.ts'
import { recallCommands } from './commands.ts'
import { compare } from './compare.ts'
import { type RestoreParts, RestoreRefused } from './parts.ts'

export interface Restored {
  /** Own events that the database had, and those that came from the topic. */
  readonly had: number
  readonly appended: number
}

/**
 * Brings an old copy of a service's database, or an empty one, up to date with the service's own topic: events, streams,
 * own views, timers and effects. What the service reads of others it reads again by itself when it starts, from the
 * positions that the copy has stored. Nobody else may use the database meanwhile.
 * @throws RestoreRefused if database and topic do not belong together; nothing is written then
 */
export async function restore(parts: RestoreParts): Promise<Restored> {
  const { service } = parts
  const { topic } = service
  if (topic === undefined)
    throw new RestoreRefused(`${service.name} publishes nothing: what it has done stands in its database alone`)
  if (service.publishes?.includes(topic) === false)
    throw new RestoreRefused(
      `${service.name} publishes to ${service.publishes.join(', ')} alone. A restore reads ${topic}, which lacks what was published since`,
    )
  const { had, missing, causes, afterMark } = await compare(parts, topic)
  const commands = await recallCommands(parts, causes)
  await append(parts, missing, commands)
  // What has come from the topic need not go there again, as it would from a mark as old as the copy.
  await parts.store.passAllBut(WAL_MARK, afterMark)
  return { had, appended: missing.length }
}
