import { SERVICES, type ServiceName } from '@bistro/services'
import { expect, it } from 'vitest'
import type { Views } from '../src/contract/index.ts'
import type { Services } from '../src/services.ts'
import { addViewsRoute, type LagOf } from '../src/views.ts'
import { OPERATOR, openTestGateway } from './gateway.ts'

const own = { view: 'evenings', source: 'own', rows: 2, reads: ['EveningOpened'], lagSeconds: 0 }
const replicated = { view: 'known_customers', source: 'replicated', rows: 1, reads: ['CustomerRegistered'] }

const services: Services = {
  ask: async () => ({ status: 200, text: '' }),
  get: async <T>(service: ServiceName) => {
    if (service === 'shipping') throw new Error('does not answer')
    return (service === 'reservation' ? { items: [own, replicated] } : { items: [] }) as T
  },
  close: async () => {},
}

async function viewsWith(lagOf: LagOf): Promise<Views> {
  await using gateway = await openTestGateway([() => ({ addRoutes: (api) => addViewsRoute(api, services, lagOf) })])
  const answer = await fetch(`${gateway.url}/api/views`, { headers: { authorization: `Bearer ${OPERATOR}` } })
  return (await answer.json()) as Views
}

it("a view of others' events is as far behind as its service; a view of its own events is what the service says", async () => {
  const { items, unavailable } = await viewsWith((service) => SERVICES.indexOf(service) + 4)
  expect(items).toEqual([
    { service: 'reservation', ...own },
    { service: 'reservation', ...replicated, lagSeconds: 5 },
  ])
  expect(unavailable).toEqual(['shipping'])
})

it('where nobody knows how far a service has read, the view does not say so either', async () => {
  const { items } = await viewsWith(() => undefined)
  expect(items).toEqual([
    { service: 'reservation', ...own },
    { service: 'reservation', ...replicated },
  ])
})

it('GET /api/views wants the operator: differences show whole rows, addresses among them', async () => {
  await using gateway = await openTestGateway([
    () => ({ addRoutes: (api) => addViewsRoute(api, services, () => undefined) }),
  ])
  expect((await fetch(`${gateway.url}/api/views`)).status).toBe(401)
})
