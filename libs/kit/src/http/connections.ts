import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Bounds {
  /** Unanswered requests per connection. One more closes it: no real client does that. */
  readonly maxUnanswered: number
  /** Requests of one connection that are processed concurrently. */
  readonly maxAtOnce: number
  /** While the peer leaves more response bytes unread, no further request of it is begun. */
  readonly maxUntakenBytes: number
  /**
   * From the start of a request until the peer has taken the last byte of its response. A stream of events has no last
   * byte: its peer is cut off if it has left bytes unread when this time is over, and each time it is over again.
   */
  readonly answerTimeoutMs: number
}

export const BOUNDS: Bounds = {
  maxUnanswered: 128,
  maxAtOnce: 16,
  maxUntakenBytes: 262_144,
  answerTimeoutMs: 30_000,
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Bounds the memory that one connection can occupy, whatever it requests and however slowly it reads. */
export class Connections {
  readonly #listener: RequestListener
  readonly #bounds: Bounds
  readonly #lines = new WeakMap<Socket, Line>()

  constructor(listener: RequestListener, bounds: Bounds = BOUNDS) {
    this.#listener = listener
    this.#bounds = bounds
  }

  readonly take: RequestListener = (request, response) => {
    const line = this.#lines.get(request.socket) ?? new Line(request.socket, this.#listener, this.#bounds)
    this.#lines.set(request.socket, line)
    line.take({ request, response })
  }

  /** Whether bytes written now would be read as the response to the malformed request. */
  isFreeFor(socket: Socket): boolean {
    return this.#lines.get(socket)?.isFree ?? true
  }

  /** Takes no further requests of the connection, and closes it after the responses to earlier ones. */
  end(socket: Socket): void {
    this.#lines.get(socket)?.end()
  }
}

/** The requests of one connection. */
class Line {
  readonly #socket: Socket
  readonly #listener: RequestListener
  readonly #bounds: Bounds
  readonly #begun = new Set<Exchange>()
  readonly #waiting: Exchange[] = []
  #isEnding = false

  constructor(socket: Socket, listener: RequestListener, bounds: Bounds) {
    this.#socket = socket
    this.#listener = listener
    this.#bounds = bounds
  }

  get isFree(): boolean {
    const [first, ...others] = [...this.#begun, ...this.#waiting]
    return first === undefined || (others.length === 0 && !first.request.complete && !first.response.headersSent)
  }

  end(): void {
    this.#isEnding = true
  }

  take(exchange: Exchange): void {
    if (this.#socket.destroyed || this.#isEnding) return
    if (this.#begun.size + this.#waiting.length >= this.#bounds.maxUnanswered) {
      this.#waiting.length = 0
      this.#socket.destroy()
      return
    }
    this.#waiting.push(exchange)
    this.#beginNext()
  }

  #beginNext(): void {
    while (this.#begun.size < this.#bounds.maxAtOnce && this.#untakenBytes < this.#bounds.maxUntakenBytes) {
      const next = this.#waiting.shift()
      if (!next) return
      this.#begin(next)
    }
  }

  #begin(exchange: Exchange): void {
    const { request, response } = exchange
    this.#begun.add(exchange)
    const timeout = setInterval(() => {
      if (!isStream(response) || response.writableLength > 0) this.#socket.destroy()
    }, this.#bounds.answerTimeoutMs)
    response.once('close', () => {
      clearInterval(timeout)
      this.#begun.delete(exchange)
      this.#beginNext()
      if (this.#isEnding && this.#begun.size === 0) this.#socket.destroySoon()
    })
    this.#listener(request, response)
  }

  get #untakenBytes(): number {
    let bytes = 0
    for (const { response } of this.#begun) bytes += response.writableLength
    return bytes
  }
}

const isStream = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream')
