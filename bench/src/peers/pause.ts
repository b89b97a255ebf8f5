import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { DatabaseUrls } from '../product/database.ts'
import type { Doubt } from './observer.ts'

/** While a killed design is down: says what is in doubt and how to look, and waits for the one who looks. */
export async function untilEnter(design: string, { inDoubt, decided }: Doubt, postgres: DatabaseUrls): Promise<void> {
  console.log(`\n${design} is dead: SIGKILL.`)
  console.log(
    inDoubt.length === 0
      ? 'No transaction is in doubt: the databases have rolled back what was not committed.'
      : `In doubt: ${inDoubt.map(({ service, transactions }) => `${service} ${transactions}`).join(', ')}. The coordinator had decided to commit ${decided} of them; no database knows which.`,
  )
  console.log('Look, if psql is installed:')
  console.log(`  psql '${postgres.reservation}' -c 'select gid, prepared from pg_prepared_xacts'`)
  if (inDoubt.length > 0) {
    console.log(`  psql '${postgres.reservation}' -c 'set lock_timeout = 1000' -c 'update counters set used = used'`)
    console.log(`  psql '${postgres.order}' -c 'select gid from decisions order by decided_at desc limit 10'`)
  }
  console.log('Press Enter to start it again.')
  const terminal = createInterface(process.stdin)
  await once(terminal, 'line')
  terminal.close()
}
