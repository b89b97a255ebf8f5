import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** As strict as the gateway's. */
export const CONTENT_SECURITY_POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'"],
  ...["font-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ')

/** A file of the built console; for any other address its page, which finds its way by the address. */
export async function fileOf(folder: string, path: string): Promise<{ type: string; bytes: Buffer }> {
  const name = extname(path) in TYPES ? normalize(path) : '/index.html'
  return { type: TYPES[extname(name)]!, bytes: await readFile(join(folder, name)) }
}
