import { type Dispatcher, Pool } from 'undici'

/** For a whole exchange. */
const ANSWER_TIMEOUT_MS = 5_000

/** Posts JSON over a bounded number of connections that stay open. */
export class Poster {
  readonly #pool: Pool
  readonly #path: string

  constructor(url: string, maxConnections: number) {
    const { origin, pathname, search } = new URL(url)
    this.#path = `${pathname}${search}`
    this.#pool = new Pool(origin, { connections: maxConnections })
  }

  /** Resolves with the answer's status; rejects when there is none in time. Follows no redirect. */
  post(body: string, headers: Readonly<Record<string, string>>): Promise<number> {
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
      path: this.#path,
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

  /** Drops all connections; what awaits an answer rejects. */
  async close(): Promise<void> {
    await this.#pool.destroy()
  }
}
