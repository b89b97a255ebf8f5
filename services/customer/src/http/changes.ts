import { type Exchange, IdParams, problemResponses, type RouteContext } from '@bistro/kit/http'
import { type AccountCommand, account } from '../domain/account/index.ts'
import { unknownCustomer } from './customers.ts'
import { sameAddress, sameCreditLimit } from './examples.ts'
import { Customer, NewAddress, NewCreditLimit, toCustomer } from './schemas.ts'

const tags = ['customers']

export function addChanges({ api, perform }: RouteContext): void {
  const change = (http: Exchange, customerId: string, command: AccountCommand) =>
    perform(account)(http, {
      stream: customerId,
      command: () => command,
      problems: { 'unknown-customer': 404, 'currency-mismatch': 422 },
      answer: ({ state }) =>
        state.registered ? { status: 200, body: toCustomer(customerId, state) } : unknownCustomer(customerId),
    })

  const limit = {
    tags,
    summary: 'Changes the credit limit; the currency and what is already reserved stay',
    'x-bistro-role': 'operator',
    params: IdParams,
    body: NewCreditLimit,
    response: {
      200: Customer,
      ...problemResponses({ 404: 'unknown-customer', 422: 'currency-mismatch' }),
    },
  } as const
  // Open, so that everyone who tries the system can change limits.
  api.put(
    '/customers/:id/credit-limit',
    { schema: limit, config: { open: true, example: sameCreditLimit } },
    (request, reply) => {
      const { params, body } = request
      return change({ request, reply }, params.id, { type: 'ChangeCreditLimit', customerId: params.id, ...body })
    },
  )

  const address = {
    tags,
    summary: 'Changes the address, for parcels scheduled from now on',
    'x-bistro-role': 'guest',
    params: IdParams,
    body: NewAddress,
    response: { 200: Customer, ...problemResponses({ 404: 'unknown-customer' }) },
  } as const
  api.put('/customers/:id/address', { schema: address, config: { example: sameAddress } }, (request, reply) => {
    const { params, body } = request
    return change({ request, reply }, params.id, { type: 'ChangeAddress', customerId: params.id, ...body })
  })
}
