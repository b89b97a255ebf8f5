import { StackError } from '@bistro/client/errors'
import type { RegistryContradicts, SchemaRejected } from '@bistro/events/deploy'
import type { StackContext } from '../context.ts'
import { registryCredentials, registryUrl } from './registry.ts'
import { untilAnswered } from './until-answered.ts'

/** Registers the schemas of all events: a step of deployment. */
export async function deployRegistry(context: StackContext): Promise<void> {
  await context.progress.during('schemas', registryUrl(context), async () => {
    const { deploySchemas, RegistryContradicts, SchemaRejected } = await import('@bistro/events/deploy')
    try {
      const deployment = {
        registryUrl: registryUrl(context),
        credentials: registryCredentials(context),
        onProgress: (text: string) => context.progress.step('schemas', text),
        onCorrected: (text: string) => context.progress.note(`corrected: ${text}`),
        drop: context.settings.BISTRO_DROP_SCHEMAS.split(','),
      }
      await untilAnswered(() => deploySchemas(deployment), {
        signal: context.signal,
        onRepeat: () => context.progress.step('schemas', 'the registry does not answer yet'),
      })
    } catch (error) {
      if (error instanceof SchemaRejected) throw await withReaders(error)
      throw error instanceof RegistryContradicts ? withWayOut(error) : error
    }
  })
}

/** Whom the change would have broken: the registry does not know. */
async function withReaders({ message, type }: SchemaRejected): Promise<StackError> {
  const { readersOf } = await import('@bistro/saga/readers')
  return new StackError(`${message} ${type} is read by ${readersOf(type).join(', ') || 'nobody'}.`, 'npm run check')
}

function withWayOut({ message, contradiction, drop }: RegistryContradicts): StackError {
  if (contradiction === 'other-ids') return new StackError(message, 'npm run reset   (deletes all data of the stack)')
  const giveUp = `BISTRO_DROP_SCHEMAS=${drop.join(',')} npm start`
  if (contradiction === 'registered-again') return new StackError(message, giveUp)
  return new StackError(message, 'git pull', { instead: `${giveUp}   (takes them out of use)` })
}
