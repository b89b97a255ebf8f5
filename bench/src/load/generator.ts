import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Manifest } from '@bistro/client'
import type { FromGenerator, Heard, LoadOrder, LoadResult, ToGenerator } from './protocol.ts'

const MAIN = join(import.meta.dirname, 'main.ts')
const CONNECTIONS = 128

/** Makes load on a running stack, from a process of its own. */
export class Generator {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** `connections` is how many requests can be under way at once; the rest waits in the generator. */
  static async connect(manifest: Manifest, connections = CONNECTIONS): Promise<Generator> {
    const generator = new Generator(fork(MAIN, [], { serialization: 'advanced' }))
    await generator.#ask({ kind: 'connect', manifest, connections })
    return generator
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async load(order: LoadOrder): Promise<LoadResult> {
    const answer = await this.#ask({ kind: 'load', order })
    if (answer.kind !== 'loaded') throw new Error(`the load generator replied '${answer.kind}' instead of 'loaded'`)
    return answer.result
  }

  /** Outcomes of sagas that are on no topic. */
  tell(heard: readonly Heard[]): void {
    this.#child.send({ kind: 'heard', heard } satisfies ToGenerator)
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.disconnect()
    await exited
  }

  async #ask(message: ToGenerator): Promise<FromGenerator> {
    const done = new AbortController()
    const { signal } = done
    const ended = once(this.#child, 'exit', { signal }).then(() => [{ kind: 'failed', message: 'its process ended' }])
    ended.catch(() => undefined) // no longer waited for
    this.#child.send(message)
    const [answer] = (await Promise.race([once(this.#child, 'message', { signal }), ended])) as [FromGenerator]
    done.abort()
    if (answer.kind === 'failed') throw new Error(`the load generator failed: ${answer.message}`)
    return answer
  }
}
