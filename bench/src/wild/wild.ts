import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Manifest, ServiceName } from '@bistro/client'

const MAIN = join(import.meta.dirname, 'main.ts')

export interface WildOrder {
  readonly bootstrap: string
  readonly user: string
  readonly password: string
  readonly topics: readonly string[]
}

/** What it took since it was asked last. */
export interface Took {
  /** Of keys, values and headers, about. */
  readonly bytes: number
  /** How long the broker had it wait. */
  readonly throttledMs: number
  readonly cpuMs: number
}

/** A service gone wild, with its own login: a process that reads topics from the first record, again and again. */
export class Wild {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Resolves when it reads. */
  static async start(manifest: Manifest, service: ServiceName, topics: readonly string[]): Promise<Wild> {
    const { user, password } = manifest.services[service].kafka
    const order: WildOrder = { bootstrap: manifest.kafka.bootstrap, user, password, topics }
    const child = fork(MAIN, [JSON.stringify(order)])
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('the wild reader ended')))
    ended.catch(() => undefined) // it ends when it is stopped
    await Promise.race([once(child, 'message'), ended])
    return new Wild(child)
  }

  async took(): Promise<Took> {
    const answer = once(this.#child, 'message')
    this.#child.send('took')
    return (await answer)[0] as Took
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.kill()
    await exited
  }
}
