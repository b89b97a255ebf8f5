import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES } from '@bistro/services'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')
const DOCUMENTS = ['apps/gateway', ...SERVICES.map((service) => `services/${service}`)]

/** What a generator needs, whichever it is. */
const RULES = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'error',
  'operation-parameters-unique': 'error',
  'operation-summary': 'error',
  'operation-2xx-response': 'error',
  'path-parameters-defined': 'error',
  'no-ambiguous-paths': 'error',
  'response-contains-header': { severity: 'error', names: { '2xx': ['x-request-id'], '4xx': ['x-request-id'] } },
} as const

interface Operation {
  readonly security?: readonly Readonly<Record<string, unknown>>[]
  readonly responses: Readonly<Record<string, { readonly headers: object; readonly content?: object }>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly securitySchemes: object }
}

const textOf = (folder: string): string => readFileSync(join(ROOT, folder, 'openapi.json'), 'utf8')

test.each(DOCUMENTS)('%s: any generator makes a client of its document', async (folder) => {
  const config = await createConfig({ rules: RULES })
  const found = await lintFromString({
    source: textOf(folder),
    absoluteRef: join(ROOT, folder, 'openapi.json'),
    config,
  })
  expect(found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
})

test.each(DOCUMENTS)(
  '%s: what asks for a token says so, with its scheme, and every success says what it brings',
  (folder) => {
    const { paths, components } = JSON.parse(textOf(folder)) as Document
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
    const guarded = operations.filter(({ responses }) => 'WWW-Authenticate' in (responses['401']?.headers ?? {}))
    expect(guarded.length).toBeGreaterThan(0)
    expect(operations.filter(({ security }) => security !== undefined)).toEqual(guarded)
    for (const { security = [] } of guarded)
      expect(Object.keys(components.securitySchemes)).toEqual(expect.arrayContaining(security.flatMap(Object.keys)))
    const silent = operations.flatMap(({ responses }) =>
      Object.entries(responses).filter(([status, { content }]) => status !== '204' && content === undefined),
    )
    expect(silent).toEqual([])
  },
)
