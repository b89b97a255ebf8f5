import { type MakeExample, readStream } from '@bistro/kit/http'
import { account, type Registered } from '../domain/account/index.ts'

export const newCustomer: MakeExample = async () => ({
  body: {
    name: 'Ada Guest',
    email: 'ada@example.com',
    address: { line1: '12 rue de la Paix', city: 'Paris', postcode: '75002', country: 'FR' },
    creditLimit: { amount: 100_000, currency: 'EUR' },
  },
})

/** The account with the latest event; the example sends its current values, so that nothing changes. */
const ofLatest =
  (bodyOf?: (state: Registered) => object): MakeExample =>
  async (runtime) => {
    const [id = ''] = await runtime.reader.recent(account.name)
    const found = await readStream(runtime, account, id)
    if (!found?.state.registered) return undefined
    return { params: { id }, ...(bodyOf && { body: bodyOf(found.state) }) }
  }

export const oneCustomer = ofLatest()
export const sameCreditLimit = ofLatest(({ creditLimit }) => ({ creditLimit }))
export const sameAddress = ofLatest(({ address }) => ({ address }))
