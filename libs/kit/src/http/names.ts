import type { IncomingMessage } from 'node:http'
import { hostname } from 'node:os'
import { invalidRequest, Problem } from './problem.ts'

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const ANY_ADDRESS = ['0.0.0.0', '::']
const HOST = /^(\[[0-9a-f:.]+\]|[^:@/\s]+)(?::\d{1,5})?$/
/** `Sec-Fetch-Site` of a request made by the user or by a page of this server. */
const OWN_SITE = ['same-origin', 'none']

/** The host names of a server, in lower case. @param more separated by commas */
export function ownNames(name: string, address: string, more: string): ReadonlySet<string> {
  const addresses = ANY_ADDRESS.includes(address) ? [] : [address.includes(':') ? `[${address}]` : address]
  const names = [...LOOPBACK, ...addresses, name, hostname(), ...more.split(',')]
  return new Set(names.map((one) => one.trim().toLowerCase()).filter((one) => one !== ''))
}

/**
 * Protects against DNS rebinding (a foreign host name that resolves to this server) and cross-site requests, as a
 * browser sends writes without a body without asking the server first.
 */
export function strangerIn(request: IncomingMessage, names: ReadonlySet<string>): Problem | undefined {
  const { host } = request.headers
  if (host === undefined || hostsOf(request) > 1)
    return invalidRequest([{ path: '/headers/host', message: 'must be present exactly once' }])
  if (!isOwn(host, names))
    return new Problem(
      421,
      'unknown-host',
      `This server does not go by the name ${shortened(host)}. BISTRO_HTTP_NAMES adds names.`,
    )
  return isRead(String(request.method)) || comesFromHere(request, names) ? undefined : CROSS_SITE
}

const CROSS_SITE = new Problem(403, 'cross-site', 'A page of another site may not send writes to this server.')
const MAX_HOST_CHARS = 100
const shortened = (host: string): string => host.slice(0, MAX_HOST_CHARS)

function hostsOf({ rawHeaders }: IncomingMessage): number {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts
}

function comesFromHere({ headers }: IncomingMessage, names: ReadonlySet<string>): boolean {
  const { origin, 'sec-fetch-site': site = 'none' } = headers
  return OWN_SITE.includes(String(site)) && (origin === undefined || isOwnOrigin(origin, names))
}

const isOwnOrigin = (origin: string, names: ReadonlySet<string>): boolean =>
  isOwn(/^https?:\/\/([^/]+)$/.exec(origin)?.[1] ?? '', names)

const isOwn = (host: string, names: ReadonlySet<string>): boolean => names.has(HOST.exec(host.toLowerCase())?.[1] ?? '')

export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'
