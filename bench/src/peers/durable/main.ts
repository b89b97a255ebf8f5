import { DBOS } from '@dbos-inc/dbos-sdk'
import { newSaga, type Saga, type Wish } from '../flow/saga.ts'
import { type Accepted, type CarrierEvent, serveCarrierEvents, serveReservations } from '../front.ts'
import { endWithParent, ready } from '../news.ts'
import { ownPlace } from '../place.ts'
import { createSteps, DELIVERED } from './steps.ts'

/** The library's own tables live on the order server, in a database of their own. */
const SYSTEM_CONNECTIONS = 10
const SYSTEM_DATABASE_SUFFIX = '_dbos'

const place = ownPlace()
const { workflow, dispatched, sagaOf } = createSteps(place)
const saga = DBOS.registerWorkflow(workflow, { name: 'saga' })

/** Durable before it is answered; the same key is the same workflow. */
async function reserve(wish: Wish, key: string): Promise<Accepted> {
  const started = newSaga(wish)
  await DBOS.startWorkflow(saga, { workflowID: started.reservationId })(started, key)
  return started
}

async function report({ eventId, shipmentId, kind }: CarrierEvent): Promise<void> {
  const known: Saga = await sagaOf(shipmentId)
  if (kind === 'dispatched') await dispatched(known)
  else await DBOS.send(known.reservationId, kind, DELIVERED, eventId)
}

DBOS.setConfig({
  name: 'bench',
  systemDatabaseUrl: `${place.postgres.order}${SYSTEM_DATABASE_SUFFIX}`,
  systemDatabasePoolSize: SYSTEM_CONNECTIONS,
  logLevel: 'error',
})
await DBOS.launch()
await serveReservations(place.ports.reservations, reserve)
await serveCarrierEvents(place.ports.carrierEvents, place.carrier.webhookSecrets, report)
endWithParent()
ready()
