import { migrate, migrateOwn } from '@bistro/kit/postgres'
import { isServiceName, PROGRAMS, type ProgramName } from '@bistro/services'
import { createDatabase, DATABASE, migrationsOf, roleOf, setWalLogin } from '@bistro/stack/deployment'
import { need, passwordOf } from './environment.ts'

const PORT = 5432

/** Makes the database of a program with its roles, and brings its tables up to date. */
async function deployDatabase(program: ProgramName): Promise<void> {
  const host = `postgres-${program}`
  const passwords = { owner: passwordOf(program, 'owner'), app: passwordOf(program, 'app') }
  const server = { host, port: PORT, password: need('POSTGRES_SUPERUSER_PASSWORD') }
  await createDatabase(server, program, passwords)
  const run = isServiceName(program) ? migrate : migrateOwn
  const forWal = process.env.BISTRO_RELAY === 'wal'
  if (isServiceName(program)) await setWalLogin(server, program, forWal ? passwordOf(program, 'wal') : undefined)
  await run({
    url: `postgres://${roleOf(program, 'owner')}:${passwords.owner}@${host}:${PORT}/${DATABASE}`,
    directory: migrationsOf(program),
    appRole: roleOf(program, 'app'),
    forWal,
  })
  console.log(`${program}: database, roles and tables are up to date`)
}

await Promise.all(PROGRAMS.map(deployDatabase))
