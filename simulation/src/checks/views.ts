import type { Row } from '@bistro/kit'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Site } from '../machine/site.ts'
import type { Simulation } from '../simulation.ts'

type View = Site['service']['views'][number]

const ALL_ROWS = 1_000_000

/** Invariant 8: every view equals its replay from the beginning. */
export async function checkViews(simulation: Simulation, site: Site): Promise<void> {
  for (const view of site.service.views) {
    const expected = replay(simulation, site, view)
    const rows = await site.database.store.rows(view.name, { limit: ALL_ROWS })
    const live = new Map(rows.map((row) => [String(row[view.key]), row]))
    for (const key of new Set([...expected.keys(), ...live.keys()])) {
      const [wanted, found] = [expected.get(key), live.get(key)].map((row) => JSON.stringify(row))
      if (wanted === found) continue
      const what = `${site.name}'s view ${view.name} says ${found ?? 'nothing'} where its replay says ${wanted ?? 'nothing'}`
      simulation.violate(8, what, view.key === 'reservationId' ? key : undefined)
    }
  }
}

/** Rows folded from the stores of those whose events they are made of; each row is of one stream. */
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
