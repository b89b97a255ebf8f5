import type { Dispatcher, Pool } from 'undici'

/** A longer response is cut off. */
export const MAX_ANSWER_BYTES = 65_536

export interface Exchanged {
  readonly status: number
  readonly text: string
  /** Whether `text` was cut off. */
  readonly isCut: boolean
  readonly retryAfter: string | undefined
  /** Whether it calls itself plain text, as some webhooks answer. */
  readonly isPlain: boolean
}

/** Uses `dispatch`, as the streams of `request` cost more than a short response. */
export function exchange(pool: Pool, request: Dispatcher.DispatchOptions, timeoutMs: number): Promise<Exchanged> {
  const { promise, resolve, reject } = Promise.withResolvers<Exchanged>()
  const chunks: Buffer[] = []
  let bytes = 0
  let status = 0
  let retryAfter: string | undefined
  let isPlain = false
  let late: Error | undefined
  let underWay: Dispatcher.DispatchController | undefined
  const timer = setTimeout(() => {
    late = new Error(`no complete response within ${timeoutMs} ms`)
    reject(late)
    underWay?.abort(late)
  }, timeoutMs)
  const end = (isCut: boolean): void => {
    const text = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString()
    resolve({ status, text, isCut, retryAfter, isPlain })
  }
  pool.dispatch(request, {
    onRequestStart: (controller) => {
      underWay = controller
      if (late) controller.abort(late)
    },
    onResponseStart: (_, code, headers) => {
      status = code
      retryAfter = String(headers['retry-after'] ?? '') || undefined
      isPlain = String(headers['content-type'] ?? '').startsWith('text/plain')
    },
    onResponseData: (controller, chunk) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes <= MAX_ANSWER_BYTES) return
      end(true)
      controller.abort(new Error('the response is too long'))
    },
    onResponseEnd: () => end(false),
    onResponseError: (_, error) => reject(error),
  })
  return promise.finally(() => clearTimeout(timer))
}
