import type { StackContext } from '../context.ts'
import type { ServiceName } from '../names.ts'
import { processName, SUPERUSER, serverAnswers, serverArguments } from '../parts/postgres.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { containerSpec } from './container.ts'
import { IMAGES } from './images.ts'
import { script, writeFile } from './script.ts'

const PORT = 5432
const VOLUME = '/var/lib/postgresql'
const DATA = `${VOLUME}/data`
const MEMORY_MEGABYTES = 256

/** The server of one service. Its data directory gets its name when it is whole: a kill leaves no half-made one. */
export const postgresContainer = (context: StackContext, service: ServiceName): ProcessSpec =>
  containerSpec(context, {
    name: processName(service),
    image: IMAGES.postgres,
    port: PORT,
    data: VOLUME,
    memoryMegabytes: MEMORY_MEGABYTES,
    user: 'postgres',
    script: script(
      `if [ ! -d ${DATA} ]; then`,
      `rm -rf ${DATA}.part`,
      writeFile('/tmp/password', context.secrets.postgresSuperuser),
      `initdb --pgdata=${DATA}.part --username=${SUPERUSER} --pwfile=/tmp/password --auth=scram-sha-256 --encoding=UTF8 --locale=C >/tmp/initdb`,
      `echo 'host all all all scram-sha-256' >> ${DATA}.part/pg_hba.conf`,
      'rm /tmp/password',
      `mv ${DATA}.part ${DATA}`,
      'sync',
      'fi',
      `exec postgres -D ${DATA} -p ${PORT} ${serverArguments("'*'").join(' ')} </dev/null`,
    ),
    stopSignal: 'SIGINT',
    isReady: () => serverAnswers(context, service),
  })
