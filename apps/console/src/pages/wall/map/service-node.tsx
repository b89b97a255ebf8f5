import type { ServiceHealth, Topology } from '@bistro/gateway/contract'
import { useQuery } from '@tanstack/react-query'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { overviewQuery } from '../../../api/queries.ts'
import { duration, Icon, type IconName } from '../../../ui/index.ts'
import { breakable } from './names.ts'

type Service = Topology['services'][number]
type Shown = readonly [tone: string, icon: IconName, text: string]

/** Lag that a person need not look at. */
const CALM_LAG_SECONDS = 2

/** A service with its database. The space is the layout's: its text may not change its size. */
export function ServiceNode({ data }: NodeProps) {
  const { service } = data as { service: Service }
  const name = service.service
  const { data: health } = useQuery({
    ...overviewQuery,
    select: ({ services }) => services.find((one) => one.service === name),
  })
  const [tone, icon, text] = describe(health)
  return (
    <section className="map-service" data-tone={tone} aria-label={`${name}: ${text}`}>
      <Handle type="source" position={Position.Bottom} />
      <Handle type="target" position={Position.Bottom} />
      <h3>
        <Icon name={icon} /> {name}
      </h3>
      <p className="map-lag">
        <span className="map-number">{lagOf(health)}</span> <span className="map-unit">lag</span>
      </p>
      <p className="map-status">{text}</p>
      <p className="map-database">
        <Database /> <span>{breakable(service.views.join(', ')) || 'no view'}</span>
      </p>
    </section>
  )
}

const lagOf = (health: ServiceHealth | undefined): string =>
  health?.lagSeconds === undefined ? '–' : health.lagSeconds === 0 ? '0 s' : duration(health.lagSeconds * 1000)

function describe(health: ServiceHealth | undefined): Shown {
  if (!health) return ['calm', 'question', 'nothing known yet']
  if (!health.ready) return ['bad', 'alarm', health.reason ?? 'not ready']
  if (health.parked) return ['bad', 'parked', `${health.parked} parked`]
  if (health.pendingFailing) return ['wait', 'clock', `${health.pendingFailing} tried again`]
  if ((health.lagSeconds ?? 0) > CALM_LAG_SECONDS)
    return ['wait', 'clock', `${health.lagMessages ?? ''} to read`.trim()]
  return ['good', 'check', 'up to date']
}

const Database = () => (
  <svg className="map-cylinder" viewBox="0 0 16 16" aria-hidden="true">
    <ellipse cx="8" cy="3.5" rx="5.5" ry="2" />
    <path d="M2.5 3.5v9c0 1.1 2.500 2 5.500 2s5.500-.9 5.500-2v-9M2.500 8c0 1.1 2.500 2 5.500 2s5.500-.9 5.500-2" />
  </svg>
)
