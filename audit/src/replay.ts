import { type Codec, connectCodec, isEventType, ownerOf, sourceOf, topicsOf } from '@bistro/events'
import type { Row } from '@bistro/kit'
import { tableOf, toRow } from '@bistro/kit/postgres'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Access, PostgresAccess } from './access.ts'
import { Gates } from './collect/gates.ts'
import { publishedIn } from './collect/headers.ts'
import { Sequencer } from './collect/sequencer.ts'
import { Snapshot } from './collect/snapshot.ts'
import { dataOf, storedEvents } from './collect/stored.ts'
import { readTopics } from './collect/topics.ts'
import { swapRows } from './views/swap.ts'
import { type AnyView, type RowDifference, ViewReplay } from './views/view-replay.ts'

export interface ReplayResult {
  /** Rows as the events make them. */
  readonly rows: number
  /** Rows as they were found. */
  readonly live: number
  readonly differences: readonly RowDifference[]
}

/** The views of each service, by name. */
export const viewsOf = (service: ServiceName): readonly string[] => services[service].views.map(({ name }) => name)

export const isService = (name: string): name is ServiceName => (SERVICES as readonly string[]).includes(name)

/**
 * Builds a view again from the beginning and compares it with the live one.
 * @param swapAs the tables' owner: the replayed rows then take the place of the live ones in one transaction, for
 * which the service's writes to this view wait
 */
export async function replay(
  access: Access,
  service: ServiceName,
  name: string,
  swapAs?: PostgresAccess,
): Promise<ReplayResult> {
  const view = services[service].views.find((one) => one.name === name)
  if (!view) throw new Error(`${service} has no view ${name}; it has ${viewsOf(service).join(', ') || 'none'}.`)
  const codec = connectCodec({ registryUrl: access.registry.url })
  const snapshot = swapAs
    ? await Snapshot.openLocked(service, swapAs, tableOf(view))
    : await Snapshot.open(service, access.services[service].postgres)
  try {
    const built = new ViewReplay(view)
    await (view.source === 'own' ? fromStore(built, snapshot, codec) : fromTopics(built, snapshot, codec, access))
    for await (const row of snapshot.each<Row>(`select * from ${tableOf(view)}`)) built.compare(toRow(row))
    if (swapAs) await swapRows(snapshot, view, [...built.rows.values()])
    return { rows: built.rows.size, live: built.compared, differences: built.differences }
  } finally {
    await snapshot.close()
  }
}

async function fromStore(built: ViewReplay, snapshot: Snapshot, codec: Codec): Promise<void> {
  for await (const event of storedEvents(snapshot)) {
    if (!(event.type in built.view.on)) continue
    const data = await dataOf(codec, event)
    if (data) built.apply(event.type, data)
  }
}

/** Reads the gates first: every event that has passed a gate is on a topic by then. */
async function fromTopics(built: ViewReplay, snapshot: Snapshot, codec: Codec, access: Access): Promise<void> {
  const gates = await Gates.read(snapshot)
  const sequencer = new Sequencer()
  await readTopics(access.kafka, sourcesOf(built.view), async (record) => {
    const found = publishedIn(record)
    if (!found) return
    for (const { topic, stream, version, type, value } of sequencer.take(found.owner, found.event)) {
      if (!(type in built.view.on) || !gates.hasPassed(sourceOf(found.owner), stream, version)) continue
      const data = await dataOf(codec, { published: true, type, bytes: value }, topic)
      if (data) built.apply(type, data)
    }
  })
}

const sourcesOf = ({ on }: AnyView): string[] => [
  ...new Set(Object.keys(on).flatMap((type) => (isEventType(type) ? topicsOf(ownerOf(type)) : []))),
]
