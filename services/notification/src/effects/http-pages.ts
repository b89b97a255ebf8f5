import { CallFailed, CallRefused } from '@bistro/kit'
import { httpClient } from '@bistro/kit/http'
import Type from 'typebox'
import type { Pages } from './ports.ts'

interface Places {
  /** Where the services are, by name. */
  readonly services: ReadonlyMap<string, string>
  /** The public door, for links. */
  readonly site: string
}

const AnyPage = Type.Object({})

/**
 * Asks the services for pages, each with the token of the event that the page must show: the service waits for it, up to
 * two seconds, and answers 503 where that was too short.
 */
export function httpPages({ services, site }: Places, connect = httpClient): Pages {
  const clients = new Map([...services].map(([name, url]) => [name, connect(`the ${name} service`, url)]))
  return {
    shows: async ({ service, path, token }) => {
      const call = clients.get(service)
      if (!call) throw new CallRefused(`Nobody knows where the ${service} service is.`, 404)
      try {
        await call({ method: 'GET', path, headers: { 'consistency-token': token } }, AnyPage)
        return true
      } catch (error) {
        // Not there yet, or nobody answers: both pass. Any other refusal is a mistake of this service.
        if (error instanceof CallFailed || (error instanceof CallRefused && error.status === 404)) return false
        throw error
      }
    },
    linkTo: ({ service, path }) => `${site}/api/${service}${path}`,
  }
}
