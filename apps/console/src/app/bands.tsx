import type { Faults, Overview } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { isAway } from '../api/problem.ts'
import { overviewQuery } from '../api/queries.ts'
import { Icon, type IconName, Since, type Tone } from '../ui/index.ts'

/** What every page must say: the gateway or a part is away, old events are being read, something is broken on purpose. */
export function Bands() {
  const { data, error, dataUpdatedAt } = useQuery(overviewQuery)
  return (
    <div className="bands" role="status">
      {isAway(error) && <GatewayAway since={dataUpdatedAt} />}
      {data?.unavailable.map((away) => (
        <Band key={away.what} tone="bad" icon="alarm">
          <strong>{away.what} is unavailable</strong> for <Since at={away.since} />: {sentence(away.reason)}
          {!isService(data, away.what) && ' The pages show what was known before, and go on by themselves.'}
        </Band>
      ))}
      {data?.catchingUp && <CatchingUp {...data.catchingUp} />}
      {data && <BrokenOnPurpose faults={data.faults} />}
    </div>
  )
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const isService = ({ services }: Overview, what: string): boolean => services.some(({ service }) => service === what)

function Band({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <div className="band" data-tone={tone}>
      <Icon name={icon} />
      <p className="foreign">{children}</p>
    </div>
  )
}

function GatewayAway({ since }: { since: number }) {
  return (
    <Band tone="bad" icon="alarm">
      <strong>The gateway does not answer</strong>
      {since > 0 && (
        <>
          {' '}
          for <Since at={new Date(since).toISOString()} />
        </>
      )}
      . What you see is what was known then; the page asks again by itself.
    </Band>
  )
}

function CatchingUp({ remaining, perSecond }: NonNullable<Overview['catchingUp']>) {
  return (
    <Band tone="wait" icon="clock">
      <strong>Catching up</strong>: the gateway has yet to read {remaining.toLocaleString('en')} events
      {perSecond > 0 && ` (${Math.round(perSecond).toLocaleString('en')} per second)`}. Sagas may be further than they
      seem.
    </Band>
  )
}

function BrokenOnPurpose({ faults }: { faults: Faults }) {
  const broken = faults.services.filter(({ faults, withoutSafetyNets }) => faults.length + withoutSafetyNets.length > 0)
  if (broken.length === 0) return null
  return (
    <Band tone="wait" icon="bolt">
      <strong>Broken on purpose</strong>: {broken.map(describe).join('; ')}. <Link to="/faults">Faults</Link>
    </Band>
  )
}

function describe({ service, faults, withoutSafetyNets }: Faults['services'][number]): string {
  const set = faults.map(({ name, rate, ms }) => {
    const how = [rate === undefined ? '' : `${Math.round(rate * 100)} %`, ms === undefined ? '' : `${ms} ms`].filter(
      Boolean,
    )
    return how.length > 0 ? `${name} (${how.join(', ')})` : name
  })
  return `${service}: ${[...set, ...withoutSafetyNets.map((name) => `safety net out (${name})`)].join(', ')}`
}
