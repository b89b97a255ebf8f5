import type { ApiRequest } from './request.ts'

/** The command that does the same. The token stays out of it: `npm run connect` prints a line that sets `$TOKEN`. */
export function curl({ method, path, body, headers, asOperator }: ApiRequest, origin: string): string {
  const all = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }
  return [
    `curl -X ${method.toUpperCase()}`,
    ...(asOperator ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...Object.entries(all).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
    quoted(origin + path),
  ].join(' ')
}

/** For a POSIX shell: nothing within single quotes is special but the quote. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
