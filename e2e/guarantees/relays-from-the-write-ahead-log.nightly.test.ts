import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audit } from '@bistro/audit'
import { arrange, readEvents, reserve, watchSagas } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { deleteData } from '@bistro/stack'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withDatabase } from '../support/databases.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { CROWD, endOf, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const SAGAS = 20
const ENTRIES_EVER = "select n_tup_ins::int as ever from pg_stat_user_tables where relname = 'outbox'"
const SETTLED = { timeout: 30_000, interval: 1_000 }

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-wal-'))
const start = (relay: 'outbox' | 'wal', portBase: number | 'free' = 'free'): Promise<HostedStack> =>
  startHostedStack({ dataDir, portBase, settings: { ...WITHOUT_CONSOLE, BISTRO_RELAY: relay } })

let stack: HostedStack
beforeAll(async () => {
  stack = await start('wal')
})
afterAll(async () => {
  await stack?.stop()
  deleteData(dataDir)
})

it('BISTRO_RELAY=wal: a service dies (kill -9) amid running sagas; each ends, and the audit finds nothing', async () => {
  const { manifest, controlSocket } = stack
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  const arranged = await arrange(manifest, CROWD)
  const answers = await Promise.all(Array.from({ length: SAGAS }, () => reserve(manifest, arranged, CROWD)))
  await askStack(controlSocket, { action: 'kill', name: 'order' })
  await askStack(controlSocket, { action: 'start', name: 'order' })
  const endings = await Promise.all(answers.map((answer) => endOf(sagas, textIn(answer, 'reservationId'))))
  await reader.close()
  expect(endings).toEqual(answers.map(() => 'OrderDelivered'))
  await expect.poll(async () => (await audit(manifest)).progress.underWay, SETTLED).toEqual([])
  expect((await audit(manifest)).findings.flatMap(({ violations }) => violations)).toEqual([])
  for (const service of ['order', 'payment'] as const)
    await withDatabase(manifest, service, async (client) => {
      const { rows: slots } = await client.query('select plugin, active from pg_replication_slots')
      expect(slots, service).toEqual([{ plugin: 'pgoutput', active: true }])
      const { rows: outbox } = await client.query(ENTRIES_EVER)
      expect(outbox, service).toEqual([{ ever: 0 }])
    })
})

it('and back to the outbox: deployment removes slot and login, and nothing is missing', async () => {
  await stack.stop({ keepData: true })
  stack = await start('outbox', stack.manifest.portBase)
  await withDatabase(stack.manifest, 'order', async (client) => {
    const { rows: slots } = await client.query('select slot_name from pg_replication_slots')
    const { rows: logins } = await client.query("select rolname from pg_roles where rolname like '%\\_wal'")
    const { rows: marks } = await client.query("select position from editions where topic = 'wal'")
    expect([slots, logins, marks]).toEqual([[], [], []])
  })
  expect((await audit(stack.manifest)).findings.flatMap(({ violations }) => violations)).toEqual([])
})
