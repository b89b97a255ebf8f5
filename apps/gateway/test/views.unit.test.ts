import { expect, it } from 'vitest'
import { openViews } from '../src/views.ts'
import { OPERATOR, openTestGateway } from './gateway.ts'

it('GET /api/views wants the operator: differences show whole rows, addresses among them', async () => {
  await using gateway = await openTestGateway([openViews])
  const ask = (headers = {}) => fetch(`${gateway.url}/api/views`, { headers })
  expect((await ask()).status).toBe(401)
  const asOperator = await ask({ authorization: `Bearer ${OPERATOR}` })
  expect(await asOperator.json()).toMatchObject({ items: [], unavailable: expect.arrayContaining(['shipping']) })
})
