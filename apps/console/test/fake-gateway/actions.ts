import { randomUUID } from 'node:crypto'
import type { Attention, SagaCommand, Views } from '@bistro/gateway/contract'

type Rebuild = NonNullable<Views['items'][number]['rebuild']>
type Command = Omit<SagaCommand, 'service'>

const REBUILD_MS = 1200
const EVENTS = 40

/** What an operator has done: it changes the lists, and stands in the audit trail. */
export class FakeActions {
  /** Whether a retried message is applied; otherwise it fails again. */
  isRepaired = false
  /** Why a swap that was ordered does not happen. */
  swapProblem: string | undefined
  readonly trail: (Command & { service: string })[] = []
  readonly #settled = new Set<string>()
  readonly #rebuilds = new Map<string, { startedMs: number; swappedAt?: string }>()

  record(service: string, streamId: string, type: string, body: unknown): void {
    this.trail.unshift({
      ...{ service, id: randomUUID(), at: new Date().toISOString(), by: 'operator', kind: 'request', type, streamId },
      ...{ outcome: 'accepted', events: [], request: body },
    })
  }

  settle(id: string): void {
    this.#settled.add(id)
  }

  left(attention: Attention): Attention {
    return {
      ...attention,
      parked: attention.parked.filter(({ id }) => !this.#settled.has(id)),
      refunds: attention.refunds.filter(({ orderId }) => !this.#settled.has(orderId)),
    }
  }

  rebuild(view: string): void {
    this.#rebuilds.set(view, { startedMs: Date.now() })
  }

  swap(view: string): void {
    this.#rebuilds.set(view, { startedMs: 0, swappedAt: new Date().toISOString() })
  }

  /** With what was rebuilt since the start. */
  rebuilt({ items, unavailable }: Views, nowMs: number): Views {
    return { unavailable, items: items.map((item) => this.#withRebuild(item, nowMs)) }
  }

  #withRebuild(item: Views['items'][number], nowMs: number): Views['items'][number] {
    const asked = this.#rebuilds.get(item.view)
    if (!asked) return item
    const { startedMs, swappedAt } = asked
    const problem = this.swapProblem
    return {
      ...item,
      rebuild: { ...rebuildAt(startedMs, nowMs), ...(swappedAt && { swappedAt }), ...(problem && { problem }) },
    }
  }
}

function rebuildAt(startedMs: number, nowMs: number): Rebuild {
  const share = Math.min(1, (nowMs - startedMs) / REBUILD_MS)
  const startedAt = new Date(startedMs).toISOString()
  const common = { startedAt, done: Math.floor(share * EVENTS), total: EVENTS, differences: [] }
  if (share < 1) return { ...common, status: 'running' }
  return { ...common, status: 'equal', rows: EVENTS, endedAt: new Date(startedMs + REBUILD_MS).toISOString() }
}
