import type { CustomerHistory } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { historyQuery } from '../../api/queries.ts'
import { Card, type Column, Empty, Id, Loaded, Table, Time } from '../../ui/index.ts'

/** What the guest's orders have come to, from the topic that the stream processor writes. */
export function GuestHistory({ customerId }: { customerId: string }) {
  const query = useQuery(historyQuery(customerId))
  return (
    <Card title="History of this guest">
      <Loaded query={query} what="the history">
        {(history) => <Outcomes history={history} />}
      </Loaded>
    </Card>
  )
}

function Outcomes({ history: { items, copies } }: { history: CustomerHistory }) {
  if (items.length === 0)
    return (
      <Empty title="Nothing is written yet">
        <code>npm run history</code> writes the outcomes of orders, keyed by guest.
      </Empty>
    )
  return (
    <>
      <Table caption="Outcomes" columns={COLUMNS} rows={items} keyOf={({ orderId }) => orderId} />
      <p className="soft small">
        {items.length} orders · {copies === 0 ? 'no copy came' : `copies dropped by the version gate: ${copies}`}
      </p>
    </>
  )
}

const COLUMNS: readonly Column<CustomerHistory['items'][number]>[] = [
  {
    title: 'Order',
    cell: ({ orderId, reservationId }) => <Id id={orderId} what="order" to={`/sagas/${reservationId}`} />,
  },
  {
    title: 'Outcome',
    cell: ({ outcome, reason }) => (reason ? `${outcome}: ${reason.replaceAll('_', ' ')}` : outcome),
  },
  { title: 'Version', cell: ({ version }) => version, isNumber: true },
  { title: 'When', cell: ({ at }) => <Time at={at} />, isNumber: true },
]
