import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'

const protect = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, hsts: false })

/** Headers of every response. Computed once, as they never change. */
export const PROTECTION: Readonly<Record<string, string>> = headersSetBy(protect)

function headersSetBy(middleware: typeof protect): Record<string, string> {
  const headers: Record<string, string> = {}
  const response = { setHeader: (name: string, value: string) => (headers[name] = value), removeHeader: () => {} }
  middleware({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error) throw error
  })
  return headers
}
