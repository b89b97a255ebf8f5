import type { Fact, Facts, Invariant, Live, Parcel, Saga, Violation } from '../facts.ts'
import { blame, factsOf, has, shipmentIdIn } from '../saga.ts'

const NUMBER = 5

/** No parcel leaves without OrderConfirmed or after ShipmentCancelled, and every request to stop a parcel reaches the carrier. */
export const parcels: Invariant = {
  number: NUMBER,
  name: 'no parcel leaves without OrderConfirmed, or after ShipmentCancelled',
  check: (facts) => {
    const asking = new Set(facts.pending.filter(({ name }) => name === 'cancellation').map(({ stream }) => stream))
    return [...facts.sagas.values()].flatMap((saga) => [
      ...checkSaga(saga, facts),
      ...(asking.has(shipmentStreamIn(saga) ?? '') ? [] : checkAsked(saga, facts)),
    ])
  },
  always: { movedBy: ['shipping'], check: checkSaga },
}

function checkSaga(saga: Saga, live: Live): Violation[] {
  const left = parcelsOf(saga, live).filter(({ status }) => LEFT.includes(status))
  return blame(NUMBER, saga, [
    ...unconfirmed(saga, left),
    ...afterCancelled(saga, left),
    ...sentTwice(left),
    ...unanswered(saga, live),
  ])
}

const LEFT: readonly string[] = ['dispatched', 'lost', 'delivered']

function unconfirmed(saga: Saga, left: readonly Parcel[]): string[] {
  if (has(saga, 'OrderConfirmed')) return []
  if (left.length > 0) return ['a parcel leaves without OrderConfirmed']
  return shipmentStreamIn(saga) === undefined ? [] : ['there is a shipment without OrderConfirmed']
}

function afterCancelled(saga: Saga, left: readonly Parcel[]): string[] {
  const [stopped] = factsOf(saga, 'ShipmentCancelled')
  if (!stopped) return []
  const isAfter = factsOf(saga, 'ShipmentDispatched').some(({ version }) => version > stopped.version)
  if (left.length > 0) return ['the shipment is cancelled, but the carrier says that its parcel left']
  return isAfter ? ['a parcel leaves after ShipmentCancelled'] : []
}

const sentTwice = (left: readonly Parcel[]): string[] =>
  new Set(left.map(({ attempt }) => attempt)).size < left.length
    ? ['the guest is sent two parcels for one attempt']
    : []

/** When shipping reads OrderCancellationRequested, it stores its reaction in the same transaction. */
function unanswered(saga: Saga, { hasRead }: Live): string[] {
  if (has(saga, ...ANSWERS)) return []
  const isHeard = factsOf(saga, 'OrderCancellationRequested').some((event) => hasRead('shipping', event) === true)
  return isHeard
    ? ['the guest cancelled in time, but shipping did not ask the carrier to stop the parcel: the parcel leaves']
    : []
}

const ANSWERS: readonly string[] = ['ShipmentCancellationRequested', 'ShipmentDispatched', 'ShipmentFailed']

/** Only valid while no request to the carrier is pending. */
function checkAsked(saga: Saga, facts: Facts): Violation[] {
  const unheard = factsOf(saga, 'ShipmentCancellationRequested').filter((event) => !wasAsked(event, facts))
  return blame(
    NUMBER,
    saga,
    unheard.map(
      ({ data }) =>
        `the carrier was never asked to stop parcel ${data.attempt}, although shipping stored ShipmentCancellationRequested`,
    ),
  )
}

/** If the carrier's record does not show requests to stop, it must at least know the parcel. */
function wasAsked({ data: { shipmentId = '', attempt } }: Fact, { parcelsOf: find }: Live): boolean {
  const known = find(shipmentId)?.filter((parcel) => parcel.attempt === attempt)
  return known?.some(({ status, cancellationAsked = status !== 'unknown' }) => cancellationAsked) ?? true
}

const parcelsOf = (saga: Saga, live: Live): readonly Parcel[] => live.parcelsOf(shipmentIdIn(saga) ?? '') ?? []

const shipmentStreamIn = ({ facts }: Saga): string | undefined =>
  facts.find(({ service }) => service === 'shipping')?.stream
