import { SERVICES } from '@bistro/services'
import { expect, it } from 'vitest'
import { openOverview } from '../../src/overview/part.ts'
import { openFakeService } from '../forward/fake-service.ts'
import { openTestGateway } from '../gateway.ts'

const nothing = { seed: 1, faults: [], withoutSafetyNets: [], known: { faults: [], safetyNets: [] } }
const copies = { ...nothing, faults: [{ name: 'duplicate', rate: 0.3 }] }

it('GET /api/faults and the overview say what is mended at once, though a service dies right after', async () => {
  let broken: object = copies
  await using service = await openFakeService(({ url }, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(url === '/faults' ? broken : {}))
  })
  await using gateway = await openTestGateway([openOverview], service.env)
  const servicesIn = async (path: string): Promise<number> => {
    const body = await (await fetch(`${gateway.url}/api/${path}`)).json()
    return ((path === 'faults' ? body : (body as { faults: object }).faults) as { services: object[] }).services.length
  }
  expect(await servicesIn('faults')).toBe(SERVICES.length)
  broken = nothing
  expect(await servicesIn('faults')).toBe(0)
  await service[Symbol.asyncDispose]()
  expect(await servicesIn('faults')).toBe(0)
  expect(await servicesIn('overview')).toBe(0)
})
