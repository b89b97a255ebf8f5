import { type Dispatcher, Pool } from 'undici'

/** Timeout of a whole exchange. */
const ANSWER_TIMEOUT_MS = 5_000

/** Posts JSON over a bounded number of persistent connections. */
export class Poster {
  readonly #pool: Pool
  readonly #path: string
  readonly #search: string

  constructor(url: string, maxConnections: number) {
    const { origin, pathname, search } = new URL(url)
    this.#path = pathname
    this.#search = search
    this.#pool = new Pool(origin, { connections: maxConnections })
  }

  /** @param below what is added to the path. Resolves with the status; rejects without a response in time. Does not follow redirects. */
  post(below: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    let status = 0
    let late: Error | undefined
    let underWay: Dispatcher.DispatchController | undefined
    const timer = setTimeout(() => {
      late = new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`)
      reject(late)
      underWay?.abort(late)
    }, ANSWER_TIMEOUT_MS)
    const request = {
      method: 'POST',
      path: `${this.#path}${below}${this.#search}`,
      headers: { 'content-type': 'application/json', ...headers },
    } as const
    this.#pool.dispatch(
      { ...request, body },
      {
        onRequestStart: (controller) => {
          underWay = controller
          if (late) controller.abort(late)
        },
        onResponseStart: (_, code) => {
          status = code
        },
        onResponseData: () => {},
        onResponseEnd: () => resolve(status),
        onResponseError: (_, error) => reject(error),
      },
    )
    return promise.finally(() => clearTimeout(timer))
  }

  /** Drops all connections; pending posts reject. */
  async close(): Promise<void> {
    await this.#pool.destroy()
  }
}
