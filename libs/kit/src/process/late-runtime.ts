import { tryLater } from '../http/problem.ts'
import type { Service } from '../model/service.ts'
import type { Runtime } from '../runtime/runtime.ts'

/**
 * Stands in for a runtime that has not started yet, so that HTTP listens at once: clients can see
 * why they wait, and a port in use is found first. Until `arrive` every call throws a 503.
 */
export class LateRuntime implements Runtime {
  readonly service: Service
  readonly reader: Runtime['reader']
  readonly views: Runtime['views']
  #actual: Runtime | undefined

  constructor(service: Service) {
    this.service = service
    this.reader = late(() => this.#current().reader)
    this.views = late(() => this.#current().views)
  }

  arrive(runtime: Runtime): void {
    this.#actual = runtime
  }

  async submit(...request: Parameters<Runtime['submit']>): ReturnType<Runtime['submit']> {
    return this.#current().submit(...request)
  }

  async reached(...version: Parameters<Runtime['reached']>): ReturnType<Runtime['reached']> {
    return this.#current().reached(...version)
  }

  async settleParked(...order: Parameters<Runtime['settleParked']>): ReturnType<Runtime['settleParked']> {
    return this.#current().settleParked(...order)
  }

  readParked(...row: Parameters<Runtime['readParked']>): ReturnType<Runtime['readParked']> {
    return this.#current().readParked(...row)
  }

  async readHistory(...past: Parameters<Runtime['readHistory']>): ReturnType<Runtime['readHistory']> {
    return this.#current().readHistory(...past)
  }

  async reread(...topic: Parameters<Runtime['reread']>): ReturnType<Runtime['reread']> {
    return this.#current().reread(...topic)
  }

  #current(): Runtime {
    if (!this.#actual)
      throw tryLater(503, 'not-ready', 'The service is still starting: GET /health/ready says what it waits for.')
    return this.#actual
  }
}

/** An object of methods, each looked up when it is called. */
function late<T extends object>(current: () => T): T {
  const method =
    (name: string | symbol) =>
    (...values: unknown[]) => {
      const target = current()
      const actual: unknown = Reflect.get(target, name)
      return typeof actual === 'function' ? Reflect.apply(actual, target, values) : undefined
    }
  return new Proxy({} as T, { get: (_, name) => method(name) })
}
