import { sourceOf } from '@bistro/events'
import type { Lack, ParkedFact, PendingFact } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'
import type { Access } from '../access.ts'
import { openDatabases } from '../collect/databases.ts'
import { Gates } from '../collect/gates.ts'
import { readLacks } from '../collect/health.ts'
import { LOOKING_ORDER } from '../collect/looking-order.ts'
import { parkedIn, pendingIn } from '../collect/standing.ts'
import { type Unfinished, unfinishedOf } from '../waiting/unfinished.ts'
import type { Happened } from '../waiting/waiting.ts'

const EVENTS = `select correlation_id as saga, stream, version, type, time from events
  where correlation_id is not null and published`

interface Row {
  readonly saga: string
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly time: Date
}

export interface Open {
  readonly nowMs: number
  readonly unfinished: readonly Unfinished[]
  readonly lacks: readonly Lack[]
}

/** The sagas that have not ended, read only from the databases that respond. */
export async function readOpen(access: Access): Promise<Open> {
  const databases = await openDatabases(access)
  try {
    const nowMs = Date.now()
    const lacks = [...(await readLacks(access)), ...databases.lacks]
    const sagas = new Map<string, Happened[]>()
    const gates = new Map<ServiceName, Gates>()
    const [pending, parked]: [PendingFact[], ParkedFact[]] = [[], []]
    for (const snapshot of LOOKING_ORDER.flatMap((service) => databases.open.get(service) ?? [])) {
      const { service } = snapshot
      gates.set(service, await Gates.read(snapshot))
      pending.push(...(await pendingIn(snapshot)))
      parked.push(...(await parkedIn(snapshot)))
      for await (const { saga, time, ...event } of snapshot.each<Row>(EVENTS))
        listOf(sagas, saga).push({ ...event, service, timeMs: time.getTime() })
    }
    const hasRead = (reader: ServiceName, { service, stream, version }: Happened): boolean | undefined =>
      gates.get(reader)?.hasPassed(sourceOf(service), stream, version)
    return { nowMs, lacks, unfinished: unfinishedOf({ nowMs, lacks, pending, parked, hasRead }, sagas) }
  } finally {
    await databases.close()
  }
}

function listOf(sagas: Map<string, Happened[]>, saga: string): Happened[] {
  const list = sagas.get(saga) ?? []
  sagas.set(saga, list)
  return list
}
