import { randomUUIDv7 as newId } from 'node:crypto'
import {
  IdParams,
  Problem,
  problemResponses,
  type RouteContext,
  readStream,
  type Stream,
  sendStream,
} from '@bistro/kit/http'
import type { Runtime } from '@bistro/kit/runtime'
import { account, type Registered } from '../domain/account/index.ts'
import { newCustomer, oneCustomer } from './examples.ts'
import { Customer, CustomerCreated, NewCustomer, toCustomer } from './schemas.ts'

const tags = ['customers']

export function addCustomers({ api, runtime, perform }: RouteContext): void {
  const create = {
    tags,
    summary: 'Opens a house account',
    'x-bistro-role': 'guest',
    body: NewCustomer,
    response: { 201: CustomerCreated },
  } as const
  api.post('/customers', { schema: create, config: { location: true, example: newCustomer } }, (request, reply) => {
    const customerId = newId()
    return perform(account)(
      { request, reply },
      {
        stream: customerId,
        command: () => ({ type: 'Register', customerId, ...request.body }),
        answer: () => ({ status: 201, headers: { location: `/customers/${customerId}` }, body: { customerId } }),
      },
    )
  })

  const show = {
    tags,
    summary: 'Shows a house account and its available credit',
    'x-bistro-role': 'guest',
    params: IdParams,
    response: { 200: Customer, ...problemResponses({ 404: 'unknown-customer' }) },
  } as const
  api.get('/customers/:id', { schema: show, config: { example: oneCustomer } }, async ({ params }, reply) => {
    const { state, version } = await accountOf(runtime, params.id)
    sendStream(reply, runtime, params.id, { version })
    return toCustomer(params.id, state)
  })
}

/** @throws a 404 if no customer has this id */
export async function accountOf(runtime: Runtime, customerId: string): Promise<Stream<Registered>> {
  const found = await readStream(runtime, account, customerId)
  if (!found?.state.registered) throw unknownCustomer(customerId)
  return { state: found.state, version: found.version }
}

export const unknownCustomer = (customerId: string): Problem =>
  new Problem(404, 'unknown-customer', `There is no customer ${customerId}. POST /customers opens an account.`)
