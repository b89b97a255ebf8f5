import type { Attention } from '@bistro/gateway/contract'
import { gatewayCall } from '@bistro/http-client'
import { asOperator, kitOf } from '../../api/request.ts'
import { Action } from '../../operator/action.tsx'
import { AuditTrail } from '../../operator/audit-trail.tsx'
import { Badge, Copy, Id } from '../../ui/index.ts'
import { Lasts } from './lasts.tsx'
import { parkedReason } from './payload.ts'
import { Payload } from './payload-table.tsx'

type Parked = Attention['parked'][number]

export function ParkedItem({ message }: { message: Parked }) {
  const { service, reason, source, type, version, streamId, since, error, waitsFor, raw, reservationId } = message
  return (
    <article className="attention-item" data-tone="wait">
      <header className="row between">
        <h2 className="row">
          <Badge tone="wait" icon="parked">
            parked: {reason}
          </Badge>
          <span className="foreign">
            {service} could not take {type ?? 'a message'} of {source.split('/').at(-1)}
          </span>
        </h2>
        <Lasts since={since} />
      </header>
      <p className="foreign">
        {parkedReason(reason)} {waitsFor ? `It waits for ${waitsFor}.` : <span className="soft">{error}</span>}
      </p>
      <p className="row small">
        Version {version} of <Id id={streamId} what="stream" />
        {reservationId && (
          <>
            of saga <Id id={reservationId} to={`/sagas/${encodeURIComponent(reservationId)}`} what="saga" />
          </>
        )}
        <Copy text={raw} label="Raw bytes: copy the record’s value as base64">
          Raw bytes
        </Copy>
      </p>
      <Payload message={message} />
      <Actions message={message} />
    </article>
  )
}

function Actions({ message }: { message: Parked }) {
  const { service, streamId, type = 'message', id } = message
  const result = (body: unknown) => (
    <>
      <p>{behind(body)}</p>
      <AuditTrail service={service} stream={streamId} />
    </>
  )
  const of = `${type} in ${service}, ${id}`
  return (
    <div className="row">
      <Action
        name="Retry"
        variant="primary"
        asksWhy
        {...{ of, result }}
        request={({ why }) => order(message, 'retry', why)}
      >
        <p>{service} processes the message again now. Where it fails again, it stays parked and the answer says why.</p>
      </Action>
      <Action
        name="Skip"
        variant="danger"
        asksWhy
        {...{ of, result }}
        request={({ why }) => order(message, 'skip', why)}
      >
        <p>
          {service} leaves out this message, and the missing ones before it, for good. What it would have done does not
          happen; the stream goes on after it.
        </p>
      </Action>
    </div>
  )
}

const order = ({ service, id }: Parked, what: 'retry' | 'skip', why: string) =>
  asOperator(gatewayCall('post', `${kitOf(service)}/parked/{id}/${what}`, { params: { path: { id } }, body: { why } }))

function behind(body: unknown): string {
  const count = (body as { behind: number }).behind
  if (count === 0) return 'Nothing was waiting behind it.'
  return `${count} later ${count === 1 ? 'message' : 'messages'} of its stream went on.`
}
