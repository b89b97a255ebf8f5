import { type Dispatcher, Pool } from 'undici'
import type { Guest } from './protocol.ts'

const KEEP_ALIVE_MS = 60_000
const ANSWER_TIMEOUT_MS = 15_000
const SEATS = 1
const SKU = 'tasting-menu'

export interface Posted {
  /** Of the answer; `none` where there is none. */
  readonly status: string
  readonly reservationId: string | undefined
  readonly hasRetryAfter: boolean
}

/** Posts reservations over connections that stay open. */
export class Poster {
  readonly #pool: Pool
  readonly #keys = `bench-${process.pid}-${Date.now()}-`
  #sent = 0

  constructor(url: string, connections: number) {
    this.#pool = new Pool(url, {
      connections,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    })
  }

  /** Sends one reservation and tells of its answer, once. */
  post(guest: Guest, told: (posted: Posted) => void): void {
    const chunks: Buffer[] = []
    let status = 'none'
    let hasRetryAfter = false
    this.#pool.dispatch(this.#request(guest), {
      onRequestStart: () => {},
      onResponseStart: (_, code, headers) => {
        status = String(code)
        hasRetryAfter = headers['retry-after'] !== undefined
      },
      onResponseData: (_, chunk) => void chunks.push(chunk),
      onResponseEnd: () => told({ status, reservationId: status === '202' ? idIn(chunks) : undefined, hasRetryAfter }),
      onResponseError: () => told({ status: 'none', reservationId: undefined, hasRetryAfter: false }),
    })
  }

  #request({ customerId, eveningId, cardToken }: Guest): Dispatcher.DispatchOptions {
    return {
      method: 'POST',
      path: '/reservations',
      headers: { 'content-type': 'application/json', 'idempotency-key': `${this.#keys}${this.#sent++}` },
      body: JSON.stringify({ customerId, eveningId, seats: SEATS, kits: [{ sku: SKU, quantity: 1 }], cardToken }),
    }
  }
}

const idIn = (chunks: readonly Buffer[]): string =>
  (JSON.parse(Buffer.concat(chunks).toString()) as { reservationId: string }).reservationId
