import type { Facts, Invariant, Saga, Violation } from '../facts.ts'
import { factsOf, has, parcelIn, sagaIds } from '../saga.ts'

/** No parcel leaves unless the order stands, none after it was stopped, and the carrier has heard of every request to stop one. */
export const parcels: Invariant = {
  number: 5,
  name: 'no parcel leaves without OrderConfirmed, or after ShipmentCancelled',
  check: (facts) => {
    const asking = new Set(facts.pending.filter(({ name }) => name === 'cancellation').map(({ stream }) => stream))
    return [...facts.sagas.values()].flatMap((saga) => checkSaga(facts, asking, saga))
  },
}

function checkSaga(facts: Facts, asking: ReadonlySet<string>, saga: Saga): Violation[] {
  const blame = (what: string, ids = {}): Violation => ({
    invariant: parcels.number,
    what,
    ids: { ...sagaIds(saga), ...ids },
  })
  const shipping = saga.facts.filter(({ service }) => service === 'shipping')
  const [stopped] = factsOf(saga, 'ShipmentCancelled')
  const left = factsOf(saga, 'ShipmentDispatched')
  const unheard = factsOf(saga, 'ShipmentCancellationRequested').filter(
    ({ stream, data }) => !asking.has(stream) && facts.parcels.get(parcelIn(data)) === 'unknown',
  )
  const leftAnyway = factsOf(saga, 'ShipmentCancellationRequested').filter(
    ({ data }) => stopped && LEFT.includes(facts.parcels.get(parcelIn(data)) ?? ''),
  )
  return [
    ...(shipping.length > 0 && !has(saga, 'OrderConfirmed')
      ? [blame('there is a shipment, but no OrderConfirmed')]
      : []),
    ...(left.some(({ version }) => stopped && version > stopped.version)
      ? [blame('a parcel left after ShipmentCancelled')]
      : []),
    ...unheard.map(({ data }) => blame('the carrier was never asked to cancel', { parcel: parcelIn(data) })),
    ...leftAnyway.map(({ data }) => blame('cancelled, but the carrier says that it left', { parcel: parcelIn(data) })),
  ]
}

const LEFT: readonly string[] = ['dispatched', 'lost', 'delivered']
