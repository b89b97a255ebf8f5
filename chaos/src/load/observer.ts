import type pg from 'pg'
import type { Databases } from '../stack/sql.ts'

const POLL_MS = 200
/** Two processes may commit in another order than that of their positions: so many positions are read again. */
const OVERLAP = 300
const SEEN = `select position, correlation_id as saga, type from events
  where position > $1 and type in ('OrderConfirmed', 'OrderDelivered', 'OrderCancelled') order by position`

interface Row {
  readonly position: string
  readonly saga: string
  readonly type: string
}

/** Watches sagas in the order service's database, so that no broken broker or proxy is in between. */
export class Observer {
  readonly ended = new Set<string>()
  readonly #databases: Databases
  readonly #confirmed = new Set<string>()
  readonly #listeners: (() => void)[] = []
  #client: pg.Client | undefined
  #last = 0
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(databases: Databases) {
    this.#databases = databases
  }

  get confirmed(): number {
    return this.#confirmed.size
  }

  /** @param listener called for each OrderConfirmed */
  onConfirmed(listener: () => void): void {
    this.#listeners.push(listener)
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#look(), POLL_MS)
  }

  async stop(): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#client?.end().catch(() => {})
  }

  async #look(): Promise<void> {
    try {
      this.#client ??= await this.#databases.connect('order')
      const { rows } = await this.#client.query<Row>(SEEN, [Math.max(0, this.#last - OVERLAP)])
      for (const row of rows) this.#see(row)
    } catch {
      void this.#client?.end().catch(() => {})
      this.#client = undefined // the server is unavailable, also for the service
    }
    if (!this.#isOver) this.start()
  }

  #see({ position, saga, type }: Row): void {
    this.#last = Math.max(this.#last, Number(position))
    if (type !== 'OrderConfirmed') return void this.ended.add(saga)
    if (this.#confirmed.has(saga)) return
    this.#confirmed.add(saga)
    for (const listener of this.#listeners) listener()
  }
}
