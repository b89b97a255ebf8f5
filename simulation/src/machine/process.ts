import { Consumer } from './consumer.ts'
import { Relay } from './relay.ts'
import type { Site } from './site.ts'
import { Worker } from './worker.ts'
import { Writer } from './writer.ts'

const DOWN_LEAST_MS = 20
const DOWN_MOST_MS = 2_500

/** One operating-system process of a service. What it keeps in memory goes when it dies. */
export class Process {
  readonly site: Site
  readonly number: number
  readonly writer: Writer
  readonly relay: Relay
  readonly worker: Worker
  readonly consumer: Consumer
  alive = true
  life = 1

  constructor(site: Site, number: number) {
    this.site = site
    this.number = number
    this.relay = new Relay(this)
    this.worker = new Worker(this)
    this.writer = new Writer(this)
    this.consumer = new Consumer(this)
  }

  get name(): string {
    return this.site.processes.length > 1 ? `process ${this.number}` : 'the process'
  }

  /** Runs later, unless this process has died by then. */
  later(ms: number, run: () => void | Promise<void>): void {
    const life = this.life
    this.site.ground.agenda.in(ms, () => (this.life === life ? run() : undefined))
  }

  /** Dies at once. @param when in words */
  crash(when: string): void {
    const { site } = this
    const { agenda, random } = site.ground
    this.alive = false
    this.life += 1
    site.lastDownMs = agenda.nowMs
    site.note(`${this.name} dies ${when}`, { fault: true })
    this.writer.forget()
    this.relay.forget()
    this.worker.forget()
    this.consumer.forget()
    site.dealSoon()
    agenda.in(random.between(DOWN_LEAST_MS, DOWN_MOST_MS), () => this.#restart())
  }

  async #restart(): Promise<void> {
    this.alive = true
    this.site.lastDownMs = this.site.ground.agenda.nowMs
    this.site.note(`${this.name} is up again`)
    await this.relay.sweep(0)
    this.site.dealSoon()
    this.worker.wake(0)
  }
}
