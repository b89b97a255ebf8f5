import { SERVICES, type ServiceName } from '@bistro/client/names'
import { noArguments, UsageError } from '../terminal/arguments.ts'

/** The one service that was named. Throws a UsageError. */
export function serviceFrom([name, ...unknown]: readonly string[]): ServiceName {
  noArguments(unknown)
  const service = SERVICES.find((known) => known === name)
  if (service) return service
  if (name === undefined) throw new UsageError('Missing service, for example payment.')
  if (name === 'gateway')
    throw new UsageError('The gateway has nothing to restore: it builds its view from Kafka again when that is gone.')
  throw new UsageError(`Unknown service '${name}'. Services: ${SERVICES.join(', ')}.`)
}
