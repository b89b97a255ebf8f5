import { expect, test } from 'vitest'
import type { AnyView } from '../../src/model/view.ts'
import type { Runtime } from '../../src/runtime/index.ts'
import { createPantryApi, OPERATOR_TOKEN, slugOf } from './pantry-api.ts'
import { ScriptedRuntime } from './scripted-runtime.ts'

const beans: AnyView = { name: 'beans', source: 'replicated', key: 'bean', on: {} }
const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` }

async function ask(method: 'GET' | 'POST', url: string, body?: object, views: Partial<Runtime['views']> = {}) {
  const runtime = new ScriptedRuntime()
  Object.assign(runtime.service, { views: [beans] })
  Object.assign(runtime.views, views)
  const api = await createPantryApi(runtime)
  return api.inject({ method, url, headers, ...(body && { payload: body }) })
}

const rebuild = {
  status: 'differs',
  startedAt: '2030-01-01T00:00:00.000Z',
  done: 3,
  total: 3,
  differences: [{ key: 'pinto', rebuilt: { bean: 'pinto' } }],
} as const

test('views are listed with their rebuilds', async () => {
  const item = { view: 'beans', source: 'replicated', reads: ['BeanPicked'], rows: 2, rebuild } as const
  const answer = await ask('GET', '/views', undefined, { all: async () => [item] })
  expect(answer.json()).toEqual({ items: [item] })
})

test('a view that the service does not have is refused with the list of those it has', async () => {
  const answer = await ask('POST', '/views/peas/rebuild')
  expect([answer.statusCode, slugOf(answer)]).toEqual([404, 'unknown-view'])
  expect(answer.json().detail).toBe('pantry has no view peas. Its views: beans.')
})

test('a rebuild begins, or says that one is running', async () => {
  const asked: string[] = []
  const begun = await ask('POST', '/views/beans/rebuild', undefined, {
    rebuild: async ({ name }) => {
      asked.push(name)
      return 'begun'
    },
  })
  expect([begun.statusCode, asked]).toEqual([202, ['beans']])
  const refused = await ask('POST', '/views/beans/rebuild', undefined, { rebuild: async () => 'rebuild-running' })
  expect([refused.statusCode, slugOf(refused)]).toEqual([409, 'rebuild-running'])
})

test('a swap wants a reason, and passes it on with the id of its request', async () => {
  expect((await ask('POST', '/views/beans/swap', {})).statusCode).toBe(400)
  const orders: object[] = []
  const answer = await ask(
    'POST',
    '/views/beans/swap',
    { why: 'damaged' },
    {
      swap: async (_, order) => {
        orders.push(order)
        return 'ordered'
      },
    },
  )
  expect(answer.statusCode).toBe(202)
  expect(orders).toEqual([{ id: answer.headers['x-request-id'], why: 'damaged' }])
})

test.each(['not-rebuilt', 'rebuild-running', 'outdated'] as const)('a swap is refused: %s', async (result) => {
  const answer = await ask('POST', '/views/beans/swap', { why: 'damaged' }, { swap: async () => result })
  expect([answer.statusCode, slugOf(answer)]).toEqual([409, result])
})
