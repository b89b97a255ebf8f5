import { SERVICES } from '@bistro/client'
import { expect, it } from 'vitest'
import { expectProblem, send } from '../support/http.ts'
import { asOperator } from '../support/requests.ts'
import { manifest } from '../support/shared-stack.ts'

it.each(SERVICES)('unless BISTRO_FAULTS=on: %s has no such route, not even for an operator', async (service) => {
  const { url } = manifest.services[service]
  for (const method of ['GET', 'PUT', 'DELETE'])
    expectProblem(await send(`${url}/faults`, { method, headers: asOperator(manifest) }), 404, 'unknown-route')
  expect((await send(`${url}/health/ready`)).body).not.toHaveProperty('faults')
})
