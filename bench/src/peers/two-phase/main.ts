import { statementOf } from '../flow/part.ts'
import { newSaga, type Wish } from '../flow/saga.ts'
import { sagaOf } from '../flow/saga-of.ts'
import { confirmation, DISPATCH, delivery } from '../flow/steps.ts'
import { type Accepted, type CarrierEvent, serveCarrierEvents, serveReservations } from '../front.ts'
import { endWithParent, ready, tell } from '../news.ts'
import { outsideOf } from '../outside.ts'
import { ownPlace } from '../place.ts'
import { Connections } from './connections.ts'
import { recover } from './recover.ts'
import { TwoPhase } from './transaction.ts'

const FIRST_PHASE_CONNECTIONS = 16
const SECOND_PHASE_CONNECTIONS = 8

const place = ownPlace()
await recover(place)
const second = await Connections.open(place, SECOND_PHASE_CONNECTIONS)
const first = await Connections.open(place, FIRST_PHASE_CONNECTIONS)
const twoPhase = new TwoPhase(first, second)
const outside = outsideOf(place)

/** Charges before anything is locked, which favours this design: no transaction holds a lock while the card provider responds. */
async function reserve(wish: Wish, key: string): Promise<Accepted> {
  const saga = newSaga(wish)
  await second.on('order', (client) =>
    client.query({ name: 'begin_saga', text: 'insert into begun values ($1, $2)', values: [saga.reservationId, saga] }),
  )
  await outside.charge(saga)
  const { order, payment, shipping, customer, reservation } = confirmation(saga, key)
  await twoPhase.run(saga, 'confirm', [[order, payment, shipping, customer], [reservation]])
  tell(saga.reservationId, 'OrderConfirmed')
  outside.book(saga).catch((error: Error) => console.error(error.message))
  return saga
}

async function report({ shipmentId, kind }: CarrierEvent): Promise<void> {
  const saga = await first.on('shipping', (client) => sagaOf(client, shipmentId))
  if (kind === 'dispatched') {
    await first.on('shipping', (client) => client.query(statementOf(DISPATCH, saga)))
    return
  }
  const { shipping, order, customer } = delivery(saga)
  await twoPhase.run(saga, 'deliver', [[shipping, order], [customer]])
  tell(saga.reservationId, 'OrderDelivered')
}

await serveReservations(place.ports.reservations, reserve)
await serveCarrierEvents(place.ports.carrierEvents, place.carrier.webhookSecrets, report)
endWithParent()
ready()
