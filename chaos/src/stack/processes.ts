import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessName } from '@bistro/client'
import type { RunningStack } from '@bistro/stack'
import type { Deaths } from './deaths.ts'
import type { Outages } from './outages.ts'

const ATTEMPTS = 3
const PAUSE_MS = 1_000

/** Kills and starts the processes of the stack, and records when. */
export class Processes {
  readonly #stack: RunningStack
  readonly #deaths: Deaths
  readonly #outages: Outages
  readonly #backUp = new Map<string, () => void>()
  readonly #starting = new Map<string, Promise<void>>()
  readonly #kills = new Map<string, number>()
  readonly #settings = new Map<string, Readonly<Record<string, string>>>()
  isOver = false

  constructor(stack: RunningStack, deaths: Deaths, outages: Outages) {
    this.#stack = stack
    this.#deaths = deaths
    this.#outages = outages
    deaths.onUnasked((name) => void this.#restart(name as ProcessName))
  }

  async kill(name: ProcessName): Promise<void> {
    if (!this.#isUp(name)) return
    this.#kills.set(name, (this.#kills.get(name) ?? 0) + 1)
    this.#goesDown(name)
    await this.#deaths.expecting(name, () => this.#stack.process.kill(name))
  }

  /** An orderly shutdown: the process leaves its consumer group. */
  async stop(name: ProcessName): Promise<void> {
    if (!this.#isUp(name)) return
    this.#goesDown(name)
    await this.#deaths.expecting(name, () => this.#stack.process.stop(name))
  }

  /** Adds environment variables from the next start of the process on. */
  tell(name: ProcessName, settings: Readonly<Record<string, string>>): void {
    this.#settings.set(name, settings)
  }

  /** Resolves when the process is ready. One that ends before is an unexpected death, and is started again. */
  start(name: ProcessName): Promise<void> {
    const starting = this.#starting.get(name) ?? this.#start(name).finally(() => this.#starting.delete(name))
    this.#starting.set(name, starting)
    return starting
  }

  async #start(name: ProcessName): Promise<void> {
    for (let failures = 0, kills: number | undefined = -1; !this.#isUp(name) || kills !== this.#kills.get(name); ) {
      kills = this.#kills.get(name)
      try {
        if (!this.#isUp(name)) await this.#stack.process.start(name, this.#settings.get(name))
      } catch (error) {
        if (this.isOver) return
        if (kills !== this.#kills.get(name)) continue // it was killed while it started
        this.#deaths.unasked.push({ name, how: reasonIn(error), atMs: performance.now() })
        failures += 1
        if (failures === ATTEMPTS) throw error
        await delay(PAUSE_MS)
      }
    }
    this.#backUp.get(name)?.()
    this.#backUp.delete(name)
  }

  /** Starts every process that does not run; one that fails to start has been reported as a death. */
  async startMissing(names: readonly ProcessName[]): Promise<void> {
    await Promise.allSettled(names.map((name) => this.start(name)))
  }

  #goesDown(name: ProcessName): void {
    if (!this.#backUp.has(name)) this.#backUp.set(name, this.#outages.begin(name))
  }

  /** Restarts it, as a process supervisor would. */
  async #restart(name: ProcessName): Promise<void> {
    this.#goesDown(name)
    await delay(PAUSE_MS)
    if (!this.isOver) await this.start(name).catch(() => {}) // reported as a death already
  }

  #isUp(name: ProcessName): boolean {
    return this.#stack.status().some((process) => process.name === name && process.pid !== undefined)
  }
}

/** The first line of the error, and the last fatal message of the log that it quotes. */
function reasonIn(error: unknown): string {
  const { message } = error as Error
  const last = [...message.matchAll(/"level":"fatal".*"msg":"([^"]*)"/g)].at(-1)?.[1]
  return [message.split('\n')[0], last].filter((part) => part !== undefined).join(' ')
}
