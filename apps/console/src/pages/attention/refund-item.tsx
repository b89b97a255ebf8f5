import type { Attention } from '@bistro/gateway/contract'
import { gatewayCall } from '@bistro/http-client'
import { asOperator } from '../../api/request.ts'
import { Action } from '../../operator/action.tsx'
import { AuditTrail } from '../../operator/audit-trail.tsx'
import { Badge, Id } from '../../ui/index.ts'
import { Lasts } from './lasts.tsx'
import { money } from './money.ts'

type Refund = Attention['refunds'][number]

export function RefundItem({ refund }: { refund: Refund }) {
  const { orderId, reservationId, amount, since, attempts } = refund
  return (
    <article className="attention-item" data-tone="wait">
      <header className="row between">
        <h2 className="row">
          <Badge tone="wait" icon="undo">
            refund failed
          </Badge>
          The guest is owed {money(amount)}
        </h2>
        {since && <Lasts since={since} />}
      </header>
      <p>
        The card provider refused the refund
        {attempts !== undefined && ` ${attempts} ${attempts === 1 ? 'time' : 'times'}`}.
      </p>
      <p className="row small">
        Order <Id id={orderId} what="order" />
        {reservationId && (
          <>
            of saga <Id id={reservationId} to={`/sagas/${encodeURIComponent(reservationId)}`} what="saga" />
          </>
        )}
      </p>
      <Actions refund={refund} />
    </article>
  )
}

const REFERENCE = {
  label: 'Reference',
  description: 'Of the manual payment, such as a bank transfer. It may be empty.',
  initial: '',
}

function Actions({ refund: { orderId, amount } }: { refund: Refund }) {
  const result = (text: string) => () => (
    <>
      <p>{text}</p>
      <AuditTrail service="payment" stream={orderId} />
    </>
  )
  return (
    <div className="row">
      <Action
        name="Retry the refund"
        variant="primary"
        asksWhy
        of={orderId}
        request={({ why }) => toPayment(orderId, 'refund-retry', { why })}
        result={result('The payment service asks the card provider again.')}
      >
        <p>The payment service asks the card provider again for {money(amount)}, under the same key: it counts once.</p>
      </Action>
      <Action
        name="Settle by hand"
        asksWhy
        of={orderId}
        field={REFERENCE}
        request={({ why, field }) =>
          toPayment(orderId, 'refund-settlement', { why, ...(field && { reference: field }) })
        }
        result={result('The refund is settled by hand. It leaves this list.')}
      >
        <p>
          The guest got {money(amount)} back in another way. The payment service does not ask the card provider again.
        </p>
      </Action>
    </div>
  )
}

interface Decision {
  readonly why: string
  /** Where it is settled by hand. */
  readonly reference?: string
}

const toPayment = (orderId: string, what: 'refund-retry' | 'refund-settlement', body: Decision) =>
  asOperator(gatewayCall('post', `/api/payment/payments/{orderId}/${what}`, { params: { path: { orderId } }, body }))
