import type { Lack } from '@bistro/audit'
import { typeOf } from '@bistro/events'
import type { ParkedFact, PendingFact } from '@bistro/oracle'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Gateway } from '../gateway.ts'
import { readAll } from './pages.ts'

/** What one service last said of its work. */
interface Said {
  readonly pending: readonly PendingFact[]
  readonly parked: readonly ParkedFact[]
}

/** What the services have said of their work: one round of requests for all sagas. */
export interface Asked {
  readonly atMs: number
  pendingOf(stream: string): readonly PendingFact[]
  readonly parked: readonly ParkedFact[]
  parkedOf(stream: string): readonly ParkedFact[]
  readonly lacks: readonly Lack[]
  /** Services that do not answer, since when: what they said last is kept. */
  readonly away: ReadonlyMap<ServiceName, Lack>
  /** Services whose list of work is longer than what is read of it. */
  readonly cut: ReadonlySet<ServiceName>
}

interface PendingItem extends Omit<PendingFact, 'service' | 'stream' | 'dueMs' | 'sinceMs' | 'error'> {
  readonly streamId: string
  readonly dueAt: string
  readonly since: string
  readonly lastError?: string
}
interface ParkedItem extends Omit<ParkedFact, 'service' | 'stream' | 'sinceMs' | 'type'> {
  readonly streamId: string
  readonly since: string
  readonly type?: string
}

/** A round counts for this time, and longer by the length of its lists: 20,000 rows are asked for every eleven seconds. */
const FRESH_MS = 1_000
const MS_PER_ROW = 0.5

interface Asking extends Pick<Gateway, 'clock'> {
  readonly services: Pick<Gateway['services'], 'get'>
  readonly watch: Pick<Gateway['watch'], 'lacks'>
}

/** Asks all services what they have still to do. */
export class Work {
  readonly #gateway: Asking
  readonly #said = new Map<ServiceName, Said>()
  #round: { readonly asked: Promise<Asked>; readonly until: number } | undefined

  constructor(gateway: Asking) {
    this.#gateway = gateway
  }

  /** All sagas' work: asked again when the last round is old enough. */
  async ask(): Promise<Asked> {
    const { clock } = this.#gateway
    if (this.#round && clock.monotonic() < this.#round.until) return this.#round.asked
    const asked = this.#askAll()
    this.#round = { asked, until: Number.POSITIVE_INFINITY }
    await asked
    const rows = [...this.#said.values()].reduce((sum, { pending, parked }) => sum + pending.length + parked.length, 0)
    this.#round = { asked, until: clock.monotonic() + FRESH_MS + MS_PER_ROW * rows }
    return asked
  }

  /** One saga's work, asked now; of what is parked and unavailable what the last round has said. */
  async askAbout(streams: readonly (readonly [ServiceName, string])[]): Promise<Asked> {
    const asked = await this.ask()
    const pending = await Promise.all(streams.map(([service, stream]) => this.#pendingOf(service, stream, asked)))
    const parked = streams.flatMap(([, stream]) => asked.parkedOf(stream))
    return { ...asked, atMs: this.#gateway.clock.now(), ...indexed(pending.flat(), [...new Set(parked)]) }
  }

  async #pendingOf(service: ServiceName, stream: string, asked: Asked): Promise<readonly PendingFact[]> {
    try {
      const { items } = await readAll<PendingItem>(this.#gateway.services, service, `/pending?stream=${stream}`)
      const pending = items.map((item) => toPending(service, item))
      this.#keep(service, stream, pending)
      return pending
    } catch {
      return asked.pendingOf(stream).filter((row) => row.service === service)
    }
  }

  /** The service may not answer any more when the next round begins. */
  #keep(service: ServiceName, stream: string, pending: readonly PendingFact[]): void {
    const said = this.#said.get(service) ?? { pending: [], parked: [] }
    const others = said.pending.filter((row) => row.stream !== stream)
    this.#said.set(service, { ...said, pending: [...others, ...pending] })
  }

  async #askAll(): Promise<Asked> {
    const atMs = this.#gateway.clock.now()
    const cut = new Set<ServiceName>()
    await Promise.all(
      SERVICES.map(async (service) => {
        if (await this.#askOne(service)) cut.add(service)
      }),
    )
    const { lacks } = this.#gateway.watch
    const said = [...this.#said.values()]
    return {
      atMs,
      ...indexed(
        said.flatMap(({ pending }) => pending),
        said.flatMap(({ parked }) => parked),
      ),
      lacks,
      away: new Map(lacks.flatMap((lack) => (lack.what === undefined ? [[lack.service, lack] as const] : []))),
      cut,
    }
  }

  /** @returns whether there is more than was read */
  async #askOne(service: ServiceName): Promise<boolean> {
    const { services } = this.#gateway
    try {
      const [pending, parked] = await Promise.all([
        readAll<PendingItem>(services, service, '/pending'),
        readAll<ParkedItem>(services, service, '/parked'),
      ])
      this.#said.set(service, {
        pending: pending.items.map((item) => toPending(service, item)),
        parked: parked.items.map((item) => toParked(service, item)),
      })
      return pending.isCut || parked.isCut
    } catch {
      return false
    }
  }
}

/** Rows by stream. */
export function indexed(
  pending: readonly PendingFact[],
  parked: readonly ParkedFact[],
): Pick<Asked, 'pendingOf' | 'parked' | 'parkedOf'> {
  const [pendingBy, parkedBy] = [
    Map.groupBy(pending, ({ stream }) => stream),
    Map.groupBy(parked, ({ stream }) => stream),
  ]
  return {
    parked,
    pendingOf: (stream) => pendingBy.get(stream) ?? [],
    parkedOf: (stream) => parkedBy.get(stream) ?? [],
  }
}

const toPending = (service: ServiceName, { streamId, dueAt, since, lastError, ...item }: PendingItem): PendingFact => ({
  ...item,
  service,
  stream: streamId,
  dueMs: Date.parse(dueAt),
  sinceMs: Date.parse(since),
  ...(lastError !== undefined && { error: lastError }),
})

const toParked = (service: ServiceName, { streamId, since, type, ...item }: ParkedItem): ParkedFact => ({
  ...{ id: item.id, reason: item.reason, source: item.source, version: item.version, error: item.error },
  service,
  stream: streamId,
  type: typeOf(type ?? '') ?? type ?? 'a message',
  sinceMs: Date.parse(since),
})
