/** A service as a process of its own, on the Postgres that it is told of and a log in memory. Asked for its heap, it collects garbage first. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Fastify from 'fastify'
import Type from 'typebox'
import { IdParams, type Routes } from '../../src/http/index.ts'
import { createMemoryLog } from '../../src/memory/index.ts'
import { startService } from '../../src/process/index.ts'
import { jsonCodec, library } from '../library.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const [databaseUrl = ''] = process.argv.slice(2)

const routes: Routes = ({ api, runtime: { reader } }) => {
  const schema = { params: IdParams, 'x-bistro-role': 'guest' } as const
  api.get('/loans/:id', { schema }, async ({ params }) => (await reader.snapshot(params.id)) ?? {})
}

const { url } = await startService(
  { name: 'library', settings: Type.Object({}), build: () => ({ service: library, routes }) },
  {
    env: { BISTRO_HTTP_PORT: '0', BISTRO_POSTGRES_URL: databaseUrl, BISTRO_OPERATOR_TOKEN: 'the token' },
    logger: Fastify().log,
    openLog: async () => createMemoryLog({ topics: ['test.library.v1', 'test.warehouse.v1'], partitions: 1 }),
    codec: jsonCodec,
  },
)

process.on('message', () => {
  collectGarbage()
  process.send?.({ heapBytes: process.memoryUsage().heapUsed })
})
process.on('disconnect', () => process.exit(0))
process.send?.({ url })
