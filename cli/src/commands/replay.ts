import type { PostgresAccess, ReplayResult } from '@bistro/audit'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import { roleOf, secretsOf } from '@bistro/stack'
import { dataDirFrom } from '@bistro/stack/paths'
import type { Command } from '../cli.ts'
import { needKafka } from '../session/manifest.ts'
import { namingUnavailable } from '../session/unavailable.ts'
import { noArguments, noOptions, UsageError } from '../terminal/arguments.ts'
import { say, style } from '../terminal/style.ts'

const SHOWN = 20
const SWAP = '--swap'

export const command: Command = {
  usage: [
    'npm run replay -- <service> <view> [--swap]   builds a view again from the oldest event and compares it with the live one',
  ],
  options: [['--swap', 'replaces the live view with the new one (default: compares only)']],
  example: 'npm run replay -- order evenings',
  run: async (args) => {
    const [service = '', view = '', ...unknown] = args.filter((arg) => arg !== SWAP)
    noOptions([service, view])
    noArguments(unknown)
    const { isService, viewsOf, replay } = await import('@bistro/audit')
    if (service === '') throw new UsageError('Missing service and view, for example: order evenings.')
    if (!isService(service)) throw new UsageError(`Unknown service '${service}'.`)
    if (!viewsOf(service).includes(view))
      throw new UsageError(`Unknown view '${view}'. Views of ${service}: ${viewsOf(service).join(', ')}.`)
    const manifest = needKafka('A replay reads topics. This stack has no Kafka.')
    const isSwap = args.includes(SWAP)
    const owner = isSwap ? ownerOf(manifest, service) : undefined
    return tell(await namingUnavailable(manifest, () => replay(manifest, service, view, owner)), isSwap)
  },
}

/** The login that owns the tables: deployment's, not the service's. */
function ownerOf(manifest: Manifest, service: ServiceName): PostgresAccess {
  const password = secretsOf(dataDirFrom(process.env.BISTRO_DATA_DIR)).postgres[service].owner
  return { ...manifest.services[service].postgres, user: roleOf(service, 'owner'), password }
}

function tell({ rows, live, differences }: ReplayResult, isSwap: boolean): number {
  say(`Replayed ${rows} rows. The live view has ${live}; ${differences.length} differ.`)
  for (const { key, detail } of differences.slice(0, SHOWN)) say(`  ${key}  ${detail}`)
  if (differences.length > SHOWN) say(`  ... and ${differences.length - SHOWN} more`)
  if (isSwap) say(style.green('Swapped: the replayed rows are live now.'))
  return differences.length === 0 || isSwap ? 0 : 1
}
