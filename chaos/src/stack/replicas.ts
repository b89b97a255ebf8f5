import { join } from 'node:path'
import type { ServiceName } from '@bistro/client'
import { freePort, LOOPBACK, ManagedProcess, type RunningStack } from '@bistro/stack'
import type { Deaths } from './deaths.ts'

/** Second processes of services, beside those of the stack. */
export class Replicas {
  readonly #stack: RunningStack
  readonly #deaths: Deaths
  readonly #logs: string
  readonly #running = new Set<ManagedProcess>()

  constructor(stack: RunningStack, deaths: Deaths, dataDir: string) {
    this.#stack = stack
    this.#deaths = deaths
    this.#logs = join(dataDir, 'logs')
    process.on('exit', () => this.killNow())
  }

  /** Starts another process of a service on a port of its own; resolves when it is ready. */
  async start(service: ServiceName): Promise<ManagedProcess> {
    const spec = this.#stack.specOf(service)
    const port = await freePort()
    const address = `http://${LOOPBACK}:${port}`
    const env = { ...spec.env, BISTRO_HTTP_PORT: String(port) }
    const isReady = async () => (await fetch(`${address}/health/ready`)).ok
    const name = `replica of ${service}`
    const replica = new ManagedProcess(
      { ...spec, address, env, isReady },
      join(this.#logs, `${service}-replica.log`),
      (_, how) => {
        if (how !== undefined) this.#deaths.happened(name, how)
      },
    )
    this.#running.add(replica)
    await replica.start()
    return replica
  }

  async kill(replica: ManagedProcess): Promise<void> {
    this.#running.delete(replica)
    if (!replica.isUp) return
    await this.#deaths.expecting(`replica of ${replica.spec.name}`, () => replica.kill())
  }

  killNow(): void {
    for (const replica of this.#running) replica.killNow()
  }
}
