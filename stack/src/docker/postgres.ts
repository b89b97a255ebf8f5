import type { ProgramName } from '@bistro/client/names'
import type { StackContext } from '../context.ts'
import { initdbArguments, processName, serverAnswers, serverArguments, walArguments } from '../parts/postgres.ts'
import { SLOTS_DIRECTORY } from '../parts/postgres-wal.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { relaysFromWal } from '../settings.ts'
import { containerSpec } from './container.ts'
import { IMAGES } from './images.ts'
import { script, writeFile } from './script.ts'

const PORT = 5432
const VOLUME = '/var/lib/postgresql'
const DATA = `${VOLUME}/data`
const PASSWORD = '/tmp/password'
const RULES = '/tmp/pg_hba.conf'
/** The network of the container is the only way in, and every client comes from outside. */
const EVERYBODY_BY_PASSWORD = 'host all all all scram-sha-256'
const MEMORY_MEGABYTES = 256

/** The server of one program. Its data directory gets its name when it is whole: a kill leaves no half-made one. */
export const postgresContainer = (context: StackContext, program: ProgramName): ProcessSpec =>
  containerSpec(context, {
    name: processName(program),
    image: IMAGES.postgres,
    port: PORT,
    data: VOLUME,
    memoryMegabytes: MEMORY_MEGABYTES,
    user: 'postgres',
    script: script(
      `if [ ! -d ${DATA} ]; then`,
      `rm -rf ${DATA}.part`,
      writeFile(PASSWORD, context.secrets.postgresSuperuser),
      `initdb ${initdbArguments(`${DATA}.part`, PASSWORD).join(' ')} >/dev/null`,
      `rm ${PASSWORD}`,
      `mv ${DATA}.part ${DATA}`,
      'fi',
      writeFile(RULES, EVERYBODY_BY_PASSWORD),
      `WAL='${relaysFromWal(context.settings) ? walArguments().join(' ') : ''}'`,
      `if [ -n "$(ls -A ${DATA}/${SLOTS_DIRECTORY})" ]; then WAL='${walArguments().join(' ')}'; fi`,
      `exec postgres -D ${DATA} -p ${PORT} -c hba_file=${RULES} ${serverArguments("'*'").join(' ')} $WAL </dev/null`,
    ),
    stopSignal: 'SIGINT',
    isReady: () => serverAnswers(context, program),
  })
