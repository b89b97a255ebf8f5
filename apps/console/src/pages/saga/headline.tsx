import type { SagaDetail } from '@bistro/gateway/contract'
import { duration, Id, SagaStatus, Since, Time } from '../../ui/index.ts'

export function Headline({ saga }: { saga: SagaDetail }) {
  const { reservationId, orderId, customerId, eveningId, startedAt, endedAt } = saga
  return (
    <dl className="saga-facts">
      <Fact name="Status">
        <SagaStatus saga={saga} />
      </Fact>
      <Fact name="Began">
        <Time at={startedAt} />
      </Fact>
      <Fact name={endedAt ? 'Took' : 'For'}>
        {endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : <Since at={startedAt} />}
      </Fact>
      <Fact name="Events">{saga.events.length}</Fact>
      <Fact name="Reservation">
        <Id id={reservationId} what="reservation" />
      </Fact>
      <Fact name="Order">
        <Id id={orderId} what="order" />
      </Fact>
      {customerId && (
        <Fact name="Guest">
          <Id id={customerId} what="guest" to={`/sagas?customerId=${customerId}`} />
        </Fact>
      )}
      {eveningId && (
        <Fact name="Evening">
          <Id id={eveningId} what="evening" to={`/sagas?eveningId=${eveningId}`} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
