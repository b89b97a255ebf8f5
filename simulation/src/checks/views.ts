import type { Row } from '@bistro/kit'
import type { Difference } from '@bistro/oracle'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Site } from '../machine/site.ts'
import type { Simulation } from '../simulation.ts'

type View = Site['service']['views'][number]

const ALL_ROWS = 1_000_000

/** Rows that differ from the replay of the events. */
export async function differencesOf(simulation: Simulation, site: Site): Promise<Difference[]> {
  const found = await Promise.all(site.service.views.map((view) => differencesIn(simulation, site, view)))
  return found.flat()
}

async function differencesIn(simulation: Simulation, site: Site, view: View): Promise<Difference[]> {
  const expected = replay(simulation, site, view)
  const rows = await site.database.store.rows(view.name, { limit: ALL_ROWS })
  const live = new Map(rows.map((row) => [String(row[view.key]), row]))
  return [...new Set([...expected.keys(), ...live.keys()])].flatMap((key) => {
    const [wanted, found] = [expected.get(key), live.get(key)].map((row) => JSON.stringify(row))
    const detail = `found ${found ?? 'no row'}, but the replay gives ${wanted ?? 'no row'}`
    return wanted === found ? [] : [{ service: site.name as ServiceName, table: view.name, key, detail }]
  })
}

/** The rows as the publishers' stored events make them; each row follows from one stream. */
function replay(simulation: Simulation, site: Site, view: View): Map<string, Row> {
  const rows = new Map<string, Row>()
  const from = SERVICES.filter((owner) => (view.source === 'own') === (owner === site.name))
  for (const owner of from)
    for (const events of streamsOf(simulation, owner))
      for (const { type, data } of events) {
        const fold = view.on[type]
        if (!fold) continue
        const key = fold.key(data as never)
        const row = fold.row((view.source === 'own' ? null : (rows.get(key) ?? null)) as never, data as never)
        if (row) rows.set(key, row as Row)
        else rows.delete(key)
      }
  return rows
}

function* streamsOf(simulation: Simulation, owner: ServiceName) {
  for (const [key, events] of simulation.books.streams) if (key.startsWith(`${owner} `)) yield events
}
