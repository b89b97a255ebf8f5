import { renderTypes } from '@bistro/http-client/render'
import { keep } from '@bistro/saga/keep'
import { ownDocument } from './own.ts'

const document = await ownDocument()
const files = {
  'apps/gateway/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'libs/client/src/generated/gateway.ts': await renderTypes(document),
}
for (const [path, text] of Object.entries(files))
  if (!keep(path, 'the routes of the gateway', () => text)) process.exitCode = 1
