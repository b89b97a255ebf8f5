import { migrate, migrateOwn } from '@bistro/kit/postgres'
import { isServiceName, PROGRAMS, type ProgramName } from '@bistro/services'
import { createDatabase, DATABASE, migrationsOf, roleOf } from '@bistro/stack/deployment'
import { need, passwordOf } from './environment.ts'

const PORT = 5432

/** Makes the database of a program with its two roles, and brings its tables up to date. */
async function deployDatabase(program: ProgramName): Promise<void> {
  const host = `postgres-${program}`
  const passwords = { owner: passwordOf(program, 'owner'), app: passwordOf(program, 'app') }
  await createDatabase({ host, port: PORT, password: need('POSTGRES_SUPERUSER_PASSWORD') }, program, passwords)
  const run = isServiceName(program) ? migrate : migrateOwn
  await run({
    url: `postgres://${roleOf(program, 'owner')}:${passwords.owner}@${host}:${PORT}/${DATABASE}`,
    directory: migrationsOf(program),
    appRole: roleOf(program, 'app'),
  })
  console.log(`${program}: database, roles and tables are up to date`)
}

await Promise.all(PROGRAMS.map(deployDatabase))
