import type { AnyView } from '../../model/view.ts'
import type { Parts } from '../parts.ts'
import type { KnownRebuild, RebuildState, SwapOrder } from './port.ts'
import { Rebuild } from './rebuild.ts'

/** A view as an operator sees it. */
export interface ViewState {
  readonly view: string
  readonly source: AnyView['source']
  /** Event types. */
  readonly reads: readonly string[]
  readonly rows: number
  /** Age of the oldest event that it lacks. An own view lacks none. */
  readonly lagSeconds?: number
  readonly rebuild?: RebuildState
}

export type Rebuilding = 'begun' | 'rebuild-running'
/** outdated: the rebuilt rows are not kept up to date any more. */
export type Swapping = 'ordered' | 'not-rebuilt' | 'rebuild-running' | 'outdated'

/** Views for operators: how they are, and how to build them again. */
export interface Views {
  all(): Promise<readonly ViewState[]>
  rebuild(view: AnyView): Promise<Rebuilding>
  /** Lets the rebuilt rows take the live ones' place, or the live ones from before come back. */
  swap(view: AnyView, order: SwapOrder): Promise<Swapping>
}

/** At most one view is built again, or kept up to date afterwards, by this process. */
export class RebuildableViews implements Views {
  readonly #parts: Parts
  #kept: Rebuild | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async all(): Promise<readonly ViewState[]> {
    const { service, store } = this.#parts
    const known = new Map((await store.rebuilds.all()).map((rebuild) => [rebuild.view, rebuild]))
    return Promise.all(
      service.views.map(async ({ name, source, on }) => {
        const rebuild = known.get(name)
        const rows = await store.count(name)
        const lag = source === 'own' && { lagSeconds: 0 }
        return { view: name, source, reads: Object.keys(on), rows, ...lag, ...(rebuild && { rebuild: shown(rebuild) }) }
      }),
    )
  }

  async rebuild(view: AnyView): Promise<Rebuilding> {
    const known = await this.#parts.store.rebuilds.all()
    if (known.some(({ state, isAlive }) => state.status === 'running' && isAlive)) return 'rebuild-running'
    await this.#kept?.stop(false)
    const rebuild = new Rebuild(this.#parts, view)
    if (!(await rebuild.begin())) return 'rebuild-running'
    this.#kept = rebuild
    return 'begun'
  }

  async swap(view: AnyView, order: SwapOrder): Promise<Swapping> {
    const { store } = this.#parts
    const known = (await store.rebuilds.all()).find((rebuild) => rebuild.view === view.name)
    const status = known && shown(known).status
    if (!known || status === 'failed') return 'not-rebuilt'
    if (status === 'running') return 'rebuild-running'
    if (!known.isAlive) return 'outdated'
    await store.rebuilds.orderSwap(view.name, order)
    if (this.#kept?.view.name === view.name) this.#kept.wake()
    return 'ordered'
  }

  async stop(): Promise<void> {
    await this.#kept?.stop(true)
  }
}

const OUTDATED = 'The rebuilt rows are not kept up to date any more: build the view again before a swap.'

/** What has ended with its process is shown as failed, or as outdated. */
function shown({ state, isAlive }: KnownRebuild): RebuildState {
  if (isAlive || state.status === 'failed') return state
  if (state.status === 'running')
    return { ...state, status: 'failed', problem: 'The process that built the view again has ended: build it again.' }
  return { ...state, problem: state.problem ?? OUTDATED }
}
