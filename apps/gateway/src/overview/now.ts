import { allTopics } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import type { Following } from '@bistro/kit/runtime'
import { Board } from '../board/board.ts'
import type { Gateway } from '../gateway.ts'
import { Hub } from '../live/hub.ts'
import { readWith } from '../live/read.ts'
import { Summaries } from '../live/summaries.ts'
import { summariesOf } from '../sagas/summary.ts'
import { Lights } from './lights.ts'
import { Monitor } from './monitor.ts'
import { RecordTimes } from './record-times.ts'
import { readRows } from './rows.ts'
import { runAudit, unableWithout } from './run-audit.ts'
import type { ServicesWatch } from './services-watch.ts'
import { Tally } from './tally.ts'

/** All that is known of this moment, in the memory of this process. */
export class Now {
  readonly board: Board
  readonly hub: Hub
  readonly tally = new Tally()
  readonly watch: ServicesWatch
  readonly monitor: Monitor
  readonly lights: Lights
  readonly #gateway: Gateway
  readonly #summaries: Summaries
  readonly #times = new RecordTimes()
  #following: Following | undefined

  /** Monitor and lights begin at once: they say what is away, the database too. */
  constructor(gateway: Gateway) {
    const { clock, health, database, survey, reader, watch, logger, readers } = gateway
    const { BISTRO_MANIFEST: manifest } = gateway.settings
    const read = readWith(reader)
    this.#gateway = gateway
    this.#summaries = new Summaries((ids) => summariesOf(database.query, ids), read)
    this.board = new Board(read)
    this.hub = new Hub({ clock, read, summaries: this.#summaries, readers })
    this.watch = watch
    this.monitor = new Monitor({
      ...{ clock, health, watch, times: this.#times, survey },
      readRows: (nowMs) => readRows(database, nowMs),
      onChange: () => this.#publish(),
    })
    this.lights = new Lights({
      ...{ clock, logger },
      audit: (signal) => runAudit(manifest, signal),
      unable: unableWithout(manifest),
      eventsPerSecond: () => this.tally.eventsPerSecond(clock.now()),
      onChange: () => this.hub.publish('invariants', this.lights.found),
    })
    this.monitor.start()
    this.lights.start()
  }

  /** Follows the log. May be called again where it has thrown. */
  async start(): Promise<void> {
    const { log, health } = this.#gateway
    const onBatch = (records: readonly RawRecord[]): void => this.#take(records)
    this.#following ??= await log.follow({ topics: allTopics, from: 'end', health, onBatch })
    await this.board.start(log, health)
  }

  async stop(): Promise<void> {
    this.monitor.stop()
    this.lights.stop()
    await this.#following?.close()
    await this.board.stop()
  }

  #take(records: readonly RawRecord[]): void {
    for (const seen of this.hub.take(records)) {
      this.tally.add(seen)
      this.#times.add(seen)
    }
  }

  #publish(): void {
    this.#summaries.mark(this.monitor.rows.stuckIds)
    this.hub.changed()
    this.hub.publish('health', { services: this.monitor.services, unavailable: this.monitor.unavailable })
    this.hub.publish('faults', this.watch.faults)
  }
}
