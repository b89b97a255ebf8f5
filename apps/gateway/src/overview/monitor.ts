import { allTopics } from '@bistro/events'
import type { Bounds, Clock, Health, PartitionReader, Survey, Timer } from '@bistro/kit/runtime'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Overview, ServiceHealth, Unavailable } from '../contract/index.ts'
import { DATABASE } from '../gateway.ts'
import { remainingOf } from '../projection/remaining.ts'
import { Lag, type LagOf } from './lag.ts'
import type { RecordTimes } from './record-times.ts'
import { NO_ROWS, type Rows } from './rows.ts'
import type { ServicesWatch } from './services-watch.ts'
import { unavailableOf } from './unavailable.ts'

const LOOK_MS = 2_000
/** Every third look asks for what changes slowly. */
const DETAILS_EVERY = 3
const LOG = 'the survey of the log'
const SECOND_MS = 1_000
/** The saga view is always a little behind. More than this are old events. */
const CATCHING_UP = 500

interface MonitorOptions {
  readonly clock: Clock
  readonly health: Health
  readonly watch: ServicesWatch
  readonly times: RecordTimes
  /** Undefined where the log is in memory. */
  readonly survey: Survey | undefined
  readRows(nowMs: number): Promise<Rows>
  onChange(): void
}

/** Looks every two seconds at what is asked for again and again, and keeps what it knew where something is away. */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #lag = new Lag()
  readonly #lags = new Map<ServiceName, LagOf>()
  #timer: Timer | undefined
  #looks = 0
  #isLooking = false
  #catchingUp: Overview['catchingUp']
  #remaining: { readonly records: number; readonly atMs: number } | undefined
  rows: Rows = NO_ROWS

  constructor(options: MonitorOptions) {
    this.#options = options
  }

  start(): void {
    void this.#look()
    this.#timer = this.#options.clock.every(LOOK_MS, () => void this.#look())
  }

  stop(): void {
    this.#timer?.cancel()
  }

  get catchingUp(): Overview['catchingUp'] {
    return this.#catchingUp
  }

  get services(): ServiceHealth[] {
    return SERVICES.map((service) => {
      const { messages: lagMessages, seconds: lagSeconds } = this.#lags.get(service) ?? {}
      const lag = lagMessages === undefined ? {} : { lagMessages, lagSeconds }
      return { ...this.#options.watch.healthOf(service), ...lag }
    })
  }

  get unavailable(): Unavailable[] {
    const { health, watch } = this.#options
    return unavailableOf([...health.troubles, ...watch.unready])
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    const { watch, onChange } = this.#options
    const details = this.#looks % DETAILS_EVERY === 0 ? watch.lookAtDetails() : undefined
    this.#looks += 1
    await Promise.all([watch.lookAtReadiness(), details, this.#lookAtRows()])
    await this.#lookAtLog()
    this.#isLooking = false
    onChange()
  }

  async #lookAtRows(): Promise<void> {
    const { clock, health, readRows } = this.#options
    try {
      this.rows = await readRows(clock.now())
      health.recovered(DATABASE)
    } catch (error) {
      health.failed(DATABASE, (error as Error).message, 'others')
    }
  }

  async #lookAtLog(): Promise<void> {
    const { survey, health, clock } = this.#options
    if (!survey) return
    try {
      const partitions = await survey.partitions(allTopics)
      for (const service of SERVICES) {
        const { subscribes } = services[service]
        const own = partitions.filter(({ topic }) => subscribes.includes(topic))
        this.#compare(service, own, await survey.readers(service, subscribes))
      }
      this.#compareOwn(partitions, clock.now())
      health.recovered(LOG)
    } catch (error) {
      health.failed(LOG, (error as Error).message, 'others')
    }
  }

  #compare(service: ServiceName, partitions: readonly Bounds[], readers: readonly PartitionReader[]): void {
    const { clock, health, times } = this.#options
    const isAway = health.troubles.some(({ what }) => what === service)
    const timeOf = times.of.bind(times)
    const look = { service, nowMs: clock.now(), isAway, partitions, readers, timeOf }
    this.#lags.set(service, this.#lag.look(look))
  }

  /** How much the saga view has yet to read. */
  #compareOwn(partitions: readonly Bounds[], nowMs: number): void {
    const records = remainingOf(this.rows.positions, partitions)
    const before = this.#remaining
    this.#remaining = { records, atMs: nowMs }
    const seconds = before && (nowMs - before.atMs) / SECOND_MS
    const perSecond = before && seconds ? Math.max(0, (before.records - records) / seconds) : 0
    this.#catchingUp = records > CATCHING_UP ? { remaining: records, perSecond } : undefined
  }
}
