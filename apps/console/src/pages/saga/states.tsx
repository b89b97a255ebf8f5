import type { SagaDetail } from '@bistro/gateway/contract'
import { Card, Fields } from '../../ui/index.ts'
import type { Lane } from './story.ts'

interface Props {
  readonly lanes: readonly Lane[]
  readonly saga: SagaDetail
  readonly asOf: string | undefined
}

/** The state of each service, folded from its events until then. */
export function States({ lanes, saga: { states, unavailable }, asOf }: Props) {
  return (
    <Card title={asOf === undefined ? 'The state of every service' : 'The state of every service as of then'}>
      <div className="states">
        {lanes.map(({ service }) => {
          const stream = states[service]
          return (
            <section key={service} className="service-state" aria-label={service}>
              <h3>
                {service} {stream && <span className="soft small">version {stream.version}</span>}
              </h3>
              {stream ? (
                <Fields value={stream.state} />
              ) : (
                <p className="soft small">
                  {unavailable.includes(service) ? 'It does not answer.' : 'It has not begun.'}
                </p>
              )}
            </section>
          )
        })}
      </div>
    </Card>
  )
}
