import { Agent, request } from 'node:http'

const ANSWER_TIMEOUT_MS = 5_000

/** Posts JSON over a bounded number of connections that stay open. */
export class Poster {
  readonly #url: string
  readonly #agent: Agent

  constructor(url: string, maxConnections: number) {
    this.#url = url
    this.#agent = new Agent({ keepAlive: true, maxSockets: maxConnections })
  }

  /** Resolves with the answer's status; rejects when there is none in time. Follows no redirect. */
  post(body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const length = Buffer.byteLength(body)
    const outgoing = request(this.#url, {
      method: 'POST',
      agent: this.#agent,
      headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
    })
    const timer = setTimeout(() => {
      outgoing.destroy(new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`))
    }, ANSWER_TIMEOUT_MS)
    outgoing.on('response', (incoming) => {
      // Read to its end: only then is the connection free for the next.
      incoming
        .on('end', () => resolve(incoming.statusCode ?? 0))
        .on('error', reject)
        .resume()
    })
    outgoing.on('error', reject).end(body)
    return promise.finally(() => clearTimeout(timer))
  }

  /** Drops all connections; what awaits an answer rejects. */
  close(): void {
    this.#agent.destroy()
  }
}
