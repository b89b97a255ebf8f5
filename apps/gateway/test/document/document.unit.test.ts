import { SERVICES } from '@bistro/services'
import { expect, test } from 'vitest'
import { merge, type OpenApi } from '../../src/document/merge.ts'
import { PARTS } from '../../src/parts.ts'
import { openFakeService } from '../forward/fake-service.ts'
import { openTestGateway } from '../gateway.ts'

interface Described {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
  readonly responses: Readonly<Record<string, { readonly description?: string }>>
  readonly operationId?: string
  readonly 'x-bistro-role'?: string
}

interface Whole {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

async function read(url: string): Promise<Whole> {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  return (await response.json()) as Whole
}

test('One document describes the gateway and every service, and is whole', async () => {
  await using gateway = await openTestGateway(PARTS)
  const document = await read(`${gateway.url}/openapi.json`)
  const paths = Object.keys(document.paths)
  expect(document.openapi).toBe('3.1.0')
  expect(paths).toEqual(
    expect.arrayContaining(['/health/ready', '/api/payment/payments/{orderId}', '/api/shipping/carrier-events']),
  )
  for (const service of SERVICES) expect(paths).toContain(`/api/${service}/health/ready`)
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  )
  const unknown = references.filter((name) => !(String(name) in document.components.schemas))
  expect(unknown).toEqual([])
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  )
  const ids = operations.flatMap(({ operation }) => operation.operationId ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  for (const { path, operation } of operations) {
    const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name)
    expect([path, ...inPath]).toEqual([path, ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)])
    expect(Object.values(operation.responses).every(({ description }) => description !== undefined)).toBe(true)
    expect(['guest', 'operator', 'carrier']).toContain(operation['x-bistro-role'])
  }
})

test('The reference page takes the examples of the services that answer, and the documents of the others', async () => {
  const answered = { paths: { '/jars': { get: { responses: {} } } } }
  await using service = await openFakeService(({ url }, response) => {
    response.statusCode = url?.startsWith('/docs/') ? 200 : 404
    response.end(JSON.stringify(answered))
  })
  const [first] = SERVICES
  const urls = SERVICES.map((name) => `${name}=${name === first ? service.url : 'http://127.0.0.1:9'}`)
  await using gateway = await openTestGateway(PARTS, { BISTRO_SERVICES: urls.join(',') })
  const paths = Object.keys((await read(`${gateway.url}/docs/openapi.json`)).paths)
  expect(paths.filter((path) => path.startsWith(`/api/${first}/`))).toEqual([`/api/${first}/jars`])
  expect(paths).toContain('/api/payment/payments/{orderId}')
})

test('Schemas of one name and different content both stay', () => {
  const document = (schema: object): OpenApi => ({
    paths: {
      '/a': { get: { tags: ['t'], operationId: 'readA', schema: { $ref: '#/components/schemas/A' } } as object },
    },
    components: { schemas: { A: schema } },
  })
  const own = document({ type: 'string' })
  const merged = merge(
    own,
    new Map([
      ['order', document({ type: 'number' })],
      ['payment', document({ type: 'string' })],
    ]),
  )
  expect(merged.components?.schemas).toEqual({ A: { type: 'string' }, 'order.A': { type: 'number' } })
  expect(merged.paths).toEqual({
    ...own.paths,
    '/api/order/a': {
      get: { tags: ['order: t'], operationId: 'order_readA', schema: { $ref: '#/components/schemas/order.A' } },
    },
    '/api/payment/a': {
      get: { tags: ['payment: t'], operationId: 'payment_readA', schema: { $ref: '#/components/schemas/A' } },
    },
  })
})
