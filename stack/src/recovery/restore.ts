import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import { connectCodec } from '@bistro/events'
import type { Backup, Copied } from '@bistro/kit/postgres'
import type { Progress, Restored } from '@bistro/kit/runtime'
import { loadApplication } from '@bistro/services/definitions'
import { asSuperuser, roleOf } from '../parts/postgres-database.ts'
import { migrationsOf } from '../parts/services.ts'
import type { Secrets } from '../secrets.ts'
import { assertUnused, clearRoom, FORMER, makeRoom, type Place, placeOf, takePlace } from './place.ts'

export type { Progress }

export interface RestoreOptions {
  readonly manifest: Manifest
  readonly secrets: Secrets
  readonly service: ServiceName
  /** Of the service's process: it says which topics it uses, and how long its timers run. */
  readonly environment: Readonly<Record<string, string>>
  /** Without it, everything comes from Kafka. */
  readonly from?: Restorable | undefined
  onCopied(copied: Copied): void
  onProgress(progress: Progress): void
}

export interface RestoreResult extends Restored {
  /** The name under which the database that the service had before is kept; undefined if it had none. */
  readonly former: string | undefined
}

/**
 * Restores the database of a service that does not run: a backup, or nothing, and what its own topic has since. It is made
 * beside the service's own, which stays as it is if anything is refused or fails, or if `onCopied` or `onProgress` throws.
 * Throws a StackError.
 */
export async function restoreService(options: RestoreOptions): Promise<RestoreResult> {
  const place = placeOf(options.manifest, options.secrets, options.service)
  await assertUnused(place)
  await makeRoom(place)
  try {
    await fill(place, options)
    const restored = await catchUp(place, options)
    await assertUnused(place)
    const hadOne = await takePlace(place)
    return { ...restored, former: hadOne ? FORMER : undefined }
  } catch (error) {
    await clearRoom(place)
    throw error
  }
}

/** Advisory lock on the server of a service. */
const RESTORE_LOCK = 7_242_010

/** Does what belongs to a restore while no other one may begin. Throws a StackError while one is under way. */
export function restoringAlone<Result>(
  { manifest, secrets, service }: Pick<RestoreOptions, 'manifest' | 'secrets' | 'service'>,
  work: () => Promise<Result>,
): Promise<Result> {
  return asSuperuser(placeOf(manifest, secrets, service).server, async (client) => {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [RESTORE_LOCK])
    if (!rows[0]?.mine)
      throw new StackError(`Another restore of ${service} is under way. Two would drop each other's database.`)
    return work()
  })
}

/** A backup of the service. */
export interface Restorable {
  readonly folder: string
  readonly backup: Backup
}

/** The backup in a folder. Throws a StackError if it is not one of this service that this version can read. */
export async function restorableIn(folder: string, service: ServiceName): Promise<Restorable> {
  const { knowsLevel, readBackup } = await import('@bistro/kit/postgres')
  const backup = await readBackup(folder).catch((cause: Error) => {
    throw new StackError(`${cause.message}.`, `npm run backup -- ${service}`, { cause })
  })
  if (backup.service !== service) throw new StackError(`${folder} is a backup of ${backup.service}, not of ${service}.`)
  if (!knowsLevel(migrationsOf(service), backup.level))
    throw new StackError(`${folder} was made by a version with migrations that this one does not have.`)
  return { folder, backup }
}

async function fill({ service, ownerUrl: url }: Place, { environment, from, onCopied }: RestoreOptions): Promise<void> {
  const { BackupDamaged, copyIn, migrate, migrateTo } = await import('@bistro/kit/postgres')
  const directory = migrationsOf(service)
  if (from) {
    await migrateTo({ url, directory }, from.backup.level)
    await copyIn({ url, ...from }, onCopied).catch((cause: Error) => {
      if (!(cause instanceof BackupDamaged)) throw cause
      throw new StackError(`The backup in ${from.folder} is damaged: ${cause.message}.`, undefined, { cause })
    })
  }
  await migrate({ url, directory, appRole: roleOf(service, 'app'), forWal: environment.BISTRO_RELAY === 'wal' })
}

/** Appends the service's own events, as the service itself: with its logins, and with its definition as it is configured. */
async function catchUp({ service: name, appUrl }: Place, options: RestoreOptions): Promise<Restored> {
  const { environment: env, onProgress } = options
  const { configured } = await import('@bistro/kit/process')
  const { createPostgresStore } = await import('@bistro/kit/postgres')
  const { createKafkaLog } = await import('@bistro/kit/kafka')
  const { RestoreRefused, restore, SILENT_LOGGER, SYSTEM } = await import('@bistro/kit/runtime')
  const service = configured(await loadApplication(name), env)
  const store = createPostgresStore({ url: appUrl, service })
  try {
    const log = await createKafkaLog({
      brokers: (env.BISTRO_KAFKA_BROKERS ?? '').split(','),
      clientId: `${name}-restore`,
      username: env.BISTRO_KAFKA_USER ?? '',
      password: env.BISTRO_KAFKA_PASSWORD ?? '',
      logger: SILENT_LOGGER,
    })
    try {
      const codec = connectCodec({ registryUrl: env.BISTRO_REGISTRY_URL ?? '' })
      return await restore({ service, store, log, codec, group: `${name}.restore`, onProgress, ...SYSTEM })
    } finally {
      await log.close()
    }
  } catch (error) {
    if (error instanceof RestoreRefused) throw new StackError(`Refused. ${error.message}`, undefined, { cause: error })
    throw error
  } finally {
    await store.close()
  }
}
