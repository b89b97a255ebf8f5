import { createHash } from 'node:crypto'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { RegistryUnavailable } from './errors.ts'
import { ask, type Credentials } from './registry-http.ts'

/** Path of Apicurio's own API. */
const IMPORT = '/apis/registry/v3/admin/import?requireEmptyRegistry=false'
const CONFLUENT = /\/apis\/ccompat\/.*$/

/**
 * Imports schemas under given ids, without a subject: registering the same
 * text afterwards returns that id. Confluent's API cannot do it, as it assigns ids itself.
 */
export async function importSchemas(
  registryUrl: string,
  credentials: Credentials,
  texts: ReadonlyMap<number, string>,
): Promise<void> {
  const url = registryUrl.replace(CONFLUENT, '') + IMPORT
  const headers = { 'content-type': 'application/zip', 'x-registry-preserve-contentid': 'true' }
  const { status, body } = await ask(url, { method: 'POST', headers, body: archiveOf(texts) }, credentials)
  if (status >= 300)
    throw new RegistryUnavailable(`The registry did not import ${texts.size} schemas: ${status} ${body.message ?? ''}`)
}

/** As `GET …/admin/export` of Apicurio 3 makes it. */
function archiveOf(texts: ReadonlyMap<number, string>): Uint8Array<ArrayBuffer> {
  const manifest = { systemVersion: '3.0.9', exportVersion: '3.0', exportedOn: 0, exportedBy: 'deployment' }
  const files: Zippable = { 'manifest-1.Manifest.json': json(manifest) }
  for (const [contentId, text] of texts) {
    const contentHash = createHash('sha256').update(text).digest('hex')
    const content = { contentId, contentHash, contentType: 'application/json', artifactType: 'AVRO' }
    files[`content/${contentHash}.Content.json`] = json(content)
    files[`content/${contentHash}.Content.data`] = strToU8(text)
  }
  return zipSync(files, { level: 0 }) as Uint8Array<ArrayBuffer>
}

const json = (value: object): Uint8Array => strToU8(JSON.stringify(value))
