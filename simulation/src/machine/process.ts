import type { Outcome, Request } from '@bistro/kit'
import { faultyPorts, Life, mortalEffects } from '@bistro/kit/faults'
import {
  Health,
  type Log,
  type RunningRuntime,
  SILENT_METER,
  type SubscriptionOptions,
  startRuntime,
} from '@bistro/kit/runtime'
import { clockOf } from './clock.ts'
import { faultyOf } from './faulty.ts'
import type { Site } from './site.ts'
import { storeOf } from './store.ts'

const DOWN_LEAST_MS = 20
const DOWN_MOST_MS = 2_500
const MISSED_MOST_MS = 500

/** One operating-system process of a service. It runs the kit's runtime as production does, until it dies. */
export class Process {
  readonly site: Site
  readonly number: number
  life: Life
  #runtime: RunningRuntime | undefined
  #subscribed: SubscriptionOptions | undefined

  constructor(site: Site, number: number) {
    this.site = site
    this.number = number
    this.life = this.#begin()
  }

  get name(): string {
    return this.site.processes.length > 1 ? `process ${this.number}` : 'the process'
  }

  get isUp(): boolean {
    return this.#runtime !== undefined
  }

  /** @returns undefined if the process gives no response: the caller asks again */
  async ask(request: Request): Promise<Outcome | undefined> {
    if (!this.#runtime) return undefined
    try {
      return await Promise.race([this.#runtime.submit(request), this.life.ended.then(() => undefined)])
    } catch (error) {
      if (!isToBeRepeated(error)) this.site.ground.violated(`${this.site.name} fails: ${(error as Error).message}`)
      return undefined
    }
  }

  async start(): Promise<void> {
    const { service, ground } = this.site
    const { life } = this
    const clock = clockOf(ground.agenda, () => life.isOver)
    const logger = this.site.logger
    const parts = {
      service: { ...service, effects: mortalEffects(service, life) },
      ...faultyPorts(service, { store: storeOf(this.site), log: this.#log() }, faultyOf(this.site, life)),
      codec: ground.codec,
      ports: ground.portsOfProcesses,
      logger,
      meter: SILENT_METER,
      health: new Health(logger, clock),
      clock,
      random: ground.chance,
    }
    try {
      const runtime = await startRuntime(parts)
      if (life.isOver) return
      this.#runtime = runtime
      this.site.ups()
      void runtime.crashed.then(() => this.crash('when its consumer ends'))
    } catch (error) {
      if (!isToBeRepeated(error)) throw error
      if (!life.isOver) this.crash('while it starts')
    }
  }

  /** Kills the process and starts it again later. @param when for the trace, such as `before its commit` */
  crash(when: string): void {
    if (this.life.isOver) return
    this.#note(`${this.name} dies ${when}`)
    this.#leave()
  }

  /** Stops the process gracefully, and starts it again later. */
  async restart(): Promise<void> {
    const [runtime, { life }] = [this.#runtime, this]
    if (!runtime) return
    this.#note(`${this.name} is stopped gracefully`)
    this.#runtime = undefined
    await runtime.stop()
    if (!life.isOver) this.#leave()
  }

  #leave(): void {
    const { agenda, broker, random } = this.site.ground
    const subscribed = this.#subscribed
    this.#runtime = undefined
    this.life.end()
    this.site.goesDown()
    if (subscribed) agenda.in(random.between(0, MISSED_MOST_MS), () => broker.log.lose(subscribed))
    agenda.in(random.between(DOWN_LEAST_MS, DOWN_MOST_MS), () => {
      this.life = this.#begin()
      return this.start()
    })
  }

  #begin(): Life {
    return new Life(this.site.ground.faults, (when) => this.crash(when))
  }

  #log(): Log {
    const { broker } = this.site.ground
    return {
      send: (topic, records) => broker.append(topic, records),
      subscribe: (options) => {
        this.#subscribed = options
        return broker.log.subscribe(options)
      },
      bounds: broker.log.bounds,
      close: async () => {},
    }
  }

  #note(what: string): void {
    this.site.note(what, { fault: true })
  }
}

const isToBeRepeated = (error: unknown): boolean => (error as { retryable?: boolean }).retryable === true
