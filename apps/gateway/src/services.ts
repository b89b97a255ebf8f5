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

/** The operator's routes of the services. */
export interface Services {
  /**
   * What a service answers to `GET path`; undefined if it answers 404.
   * @throws ServiceUnavailable, after which `health` says which service is away and since when
   */
  get<T>(service: ServiceName, path: string, timeoutMs?: number): Promise<T | undefined>
  close(): Promise<void>
}

export function openServices(urls: ServiceUrls, operatorToken: string, health: Health): Services {
  const agent = new Agent({ connections: MAX_CONNECTIONS, maxResponseSize: MAX_ANSWER_BYTES })
  const headers = { authorization: `Bearer ${operatorToken}` }
  const get = async (service: ServiceName, path: string, timeoutMs: number): Promise<unknown> => {
    const signal = AbortSignal.timeout(timeoutMs)
    const { statusCode, body } = await request(`${urls.get(service)}${path}`, { dispatcher: agent, headers, signal })
    if (statusCode === NOT_FOUND) return void (await body.dump())
    const answer = await body.json()
    if (statusCode >= 200 && statusCode <= 299) return answer
    throw new Error(`answers ${statusCode}: ${(answer as { detail?: string }).detail ?? ''}`)
  }
  return {
    get: async <T>(service: ServiceName, path: string, timeoutMs = TIMEOUT_MS) => {
      try {
        const answer = await get(service, path, timeoutMs)
        health.recovered(service)
        return answer as T | undefined
      } catch (cause) {
        const { name, message } = cause as Error
        const reason = name === 'TimeoutError' ? `does not answer within ${timeoutMs} ms` : message
        health.failed(service, reason, 'others')
        throw new ServiceUnavailable(service, reason, { cause })
      }
    },
    close: () => agent.destroy(),
  }
}
