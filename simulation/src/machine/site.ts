import type { Service } from '@bistro/kit'
import { Memory } from '@bistro/kit/faults'
import type { Changes, Logger } from '@bistro/kit/runtime'
import { Database } from './database.ts'
import type { Ground } from './ground.ts'
import { Process } from './process.ts'
import type { Remark } from './trace.ts'

/** One service: its database and its processes. */
export class Site {
  readonly service: Service
  readonly ground: Ground
  readonly database: Database
  readonly processes: readonly Process[]
  readonly logger: Logger
  /** When a process or the database was last down. */
  lastDownMs = 0
  /** What its processes remember while a safety net is missing. */
  readonly memory = new Memory()

  constructor(service: Service, ground: Ground, members: number) {
    this.service = service
    this.ground = ground
    this.database = new Database(ground.agenda)
    this.logger = {
      info: () => {},
      warn: (_, text) => this.note(text),
      error: (fields, text) => ground.violated(`${service.name}: ${text} ${JSON.stringify(fields)}`),
    }
    this.processes = Array.from({ length: members }, (_, index) => new Process(this, index + 1))
  }

  get name(): string {
    return this.service.name
  }

  publishes(aggregate: string): boolean {
    return this.service.aggregates.some(({ name, visibility }) => name === aggregate && visibility === 'published')
  }

  get up(): readonly Process[] {
    return this.processes.filter(({ isUp }) => isUp)
  }

  readonly note = (what: string, more?: Remark): void => {
    this.ground.trace.note(this.ground.agenda.nowMs, this.service.name, what, more)
  }

  goesDown(): void {
    this.lastDownMs = this.ground.agenda.nowMs
  }

  ups(): void {
    this.lastDownMs = this.ground.agenda.nowMs
    this.note('a process is up')
  }

  failDatabaseFor(ms: number): void {
    const { agenda } = this.ground
    this.database.failFor(ms)
    this.lastDownMs = agenda.nowMs + ms
    // The recovery is an event: the run is not at rest before it, nor before what was retried meanwhile is stored.
    agenda.in(ms, () => {})
  }

  committed({ unit }: Changes): void {
    this.ground.agenda.stir()
    this.ground.committed(this, unit)
  }
}
