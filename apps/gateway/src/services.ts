import { reasonOf } from '@bistro/audit'
import type { Health } from '@bistro/kit/runtime'
import type { ServiceName } from '@bistro/services'
import { Agent, request } from 'undici'
import type { ServiceUrls } from './settings.ts'

/** From the call to the last byte of the answer. */
const TIMEOUT_MS = 2_000
const MAX_ANSWER_BYTES = 8 * 1_048_576
const MAX_CONNECTIONS = 16
const NOT_FOUND = 404

/** A service did not answer as it should. */
export class ServiceUnavailable extends Error {
  readonly service: ServiceName

  constructor(service: ServiceName, reason: string, options?: ErrorOptions) {
    super(`${service} ${reason}`, options)
    this.service = service
  }
}

export interface ServiceAnswer {
  readonly status: number
  readonly text: string
}

/** The operator's routes of the services. */
export interface Services {
  /**
   * What a service answers to `GET path`; undefined if it answers 404.
   * @throws ServiceUnavailable, also for any other status
   */
  get<T>(service: ServiceName, path: string, timeoutMs?: number): Promise<T | undefined>
  /**
   * The same, whatever the status.
   * @throws ServiceUnavailable if there is no answer, after which `health` says which service is away and since when
   */
  ask(service: ServiceName, path: string, timeoutMs?: number): Promise<ServiceAnswer>
  close(): Promise<void>
}

export function openServices(urls: ServiceUrls, operatorToken: string, health: Health): Services {
  const agent = new Agent({ connections: MAX_CONNECTIONS, maxResponseSize: MAX_ANSWER_BYTES })
  const headers = { authorization: `Bearer ${operatorToken}` }
  const ask = async (service: ServiceName, path: string, timeoutMs = TIMEOUT_MS): Promise<ServiceAnswer> => {
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const { statusCode, body } = await request(`${urls.get(service)}${path}`, { dispatcher: agent, headers, signal })
      const text = await body.text()
      health.recovered(service)
      return { status: statusCode, text }
    } catch (cause) {
      const isLate = (cause as Error).name === 'TimeoutError'
      const reason = isLate ? `does not answer within ${timeoutMs} ms` : reasonOf(cause)
      health.failed(service, reason, 'others')
      throw new ServiceUnavailable(service, reason, { cause })
    }
  }
  return {
    ask,
    get: async <T>(service: ServiceName, path: string, timeoutMs?: number) => {
      const { status, text } = await ask(service, path, timeoutMs)
      if (status === NOT_FOUND) return undefined
      if (status >= 200 && status <= 299) return JSON.parse(text) as T
      throw new ServiceUnavailable(service, `answers ${status}: ${detailIn(text)}`)
    },
    close: () => agent.destroy(),
  }
}

function detailIn(text: string): string {
  try {
    return (JSON.parse(text) as { detail?: string }).detail ?? ''
  } catch {
    return ''
  }
}
