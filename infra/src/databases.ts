import { join } from 'node:path'
import { SERVICES, type ServiceName } from '@bistro/client'
import { migrate } from '@bistro/kit/postgres'
import { createDatabase, DATABASE, roleOf } from '@bistro/stack/deployment'
import { need, passwordOf } from './environment.ts'

const PORT = 5432
const SERVICES_DIRECTORY = join(import.meta.dirname, '..', '..', 'services')

/** Makes the database of a service with its two roles, and brings its tables up to date. */
async function deployDatabase(service: ServiceName): Promise<void> {
  const host = `postgres-${service}`
  const passwords = { owner: passwordOf(service, 'owner'), app: passwordOf(service, 'app') }
  await createDatabase({ host, port: PORT, password: need('POSTGRES_SUPERUSER_PASSWORD') }, service, passwords)
  await migrate({
    url: `postgres://${roleOf(service, 'owner')}:${passwords.owner}@${host}:${PORT}/${DATABASE}`,
    directory: join(SERVICES_DIRECTORY, service, 'migrations'),
    appRole: roleOf(service, 'app'),
  })
  console.log(`${service}: database, roles and tables are up to date`)
}

await Promise.all(SERVICES.map(deployDatabase))
