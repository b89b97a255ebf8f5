import type { Manifest, ServiceName } from '@bistro/client'
import type { Outages } from '../stack/outages.ts'
import { ANSWER_TIMEOUT_MS, type Expected, faultIn, isLate, type Reply } from './answers.ts'

/** Longer than a response may take: so a late response can be told from a missing one. */
const GIVE_UP_MS = ANSWER_TIMEOUT_MS + 4_000

export interface Call {
  readonly service: ServiceName
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  readonly expected: Expected
}

/** A response that breaks the contract. */
export interface BadAnswer {
  readonly service: ServiceName
  readonly request: string
  readonly fault: string
  readonly atMs: number
  readonly tookMs: number
}

/** Sends requests as a guest does, and compares every response with those expected. */
export class Client {
  readonly bad: BadAnswer[] = []
  /** The number of responses by status; `none` where no response came. */
  readonly counts: Record<string, number> = {}
  slowestMs = 0
  readonly #manifest: Manifest
  readonly #outages: Outages

  constructor(manifest: Manifest, outages: Outages) {
    this.#manifest = manifest
    this.#outages = outages
  }

  async ask(call: Call): Promise<Reply> {
    const startedMs = performance.now()
    const reply = await send(`${this.#manifest.services[call.service].url}${call.path}`, call, startedMs)
    this.#judge(call, reply, startedMs)
    return reply
  }

  #judge({ service, method, path, expected }: Call, reply: Reply, startedMs: number): void {
    const name = reply.status === 0 ? 'none' : String(reply.status)
    this.counts[name] = (this.counts[name] ?? 0) + 1
    const isExcused = this.#outages.covers(service, startedMs, startedMs + reply.tookMs)
    if (!isExcused) this.slowestMs = Math.max(this.slowestMs, reply.tookMs)
    const late = isLate(reply) && reply.status !== 0 ? 'late' : undefined
    const fault = faultIn(reply, expected) ?? late
    if (fault === undefined || (isExcused && (reply.status === 0 || fault === late))) return
    const request = `${method} ${path.replaceAll(/[0-9a-f-]{36}/g, ':id')}`
    this.bad.push({ service, request, fault, atMs: startedMs, tookMs: reply.tookMs })
  }
}

async function send(url: string, { method, body, headers }: Call, startedMs: number): Promise<Reply> {
  const took = () => performance.now() - startedMs
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(GIVE_UP_MS),
    })
    const text = await response.text()
    return {
      status: response.status,
      body: parsed(text),
      contentType: response.headers.get('content-type') ?? '',
      retryAfter: response.headers.get('retry-after'),
      token: response.headers.get('consistency-token') ?? undefined,
      tookMs: took(),
    }
  } catch (error) {
    const { message, cause } = error as Error
    const why = cause instanceof Error ? cause.message : message
    return { status: 0, body: {}, contentType: '', retryAfter: null, token: undefined, tookMs: took(), error: why }
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
