import { playAll } from '@bistro/stack'
import { need } from './environment.ts'
import { manifestInside } from './manifest.ts'

const status = await playAll(manifestInside())
const prefix = need('BISTRO_PORT_PREFIX')
console.log(`The system keeps running. Its API: http://127.0.0.1:${prefix}02/docs (and 01, 03, 04, 05)
In another terminal:
  docker compose logs -f order       the events of one service, as it publishes them
  docker compose run --rm demo       once more
  docker compose run --rm audit      databases, topics and the provider's ledger against the invariants
  docker compose down -v             the end of it, and of its data`)
process.exit(status)
