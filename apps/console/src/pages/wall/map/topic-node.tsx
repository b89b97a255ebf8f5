import { Handle, type NodeProps, Position } from '@xyflow/react'
import { useContext } from 'react'
import { breakable, shortTopic } from './names.ts'
import { Tallies, useCounted } from './tally-store.ts'

/** A topic and the events of its service. Without motion, a new count is what shows that something happens. */
export function TopicNode({ data }: NodeProps) {
  const { topic, service } = data as { topic: string; service: string }
  const counted = useCounted(useContext(Tallies), service)
  const total = counted?.total ?? 0
  return (
    <section className="map-topic" aria-label={`${topic} of ${service}: ${total} events since this page was opened`}>
      <Handle type="source" position={Position.Top} />
      <Handle type="target" position={Position.Top} />
      <h3 title={topic}>{breakable(shortTopic(topic))}</h3>
      <p key={total} className="map-count">
        <span className="map-number">{total.toLocaleString('en')}</span>{' '}
        <span className="map-unit">{rate(counted?.perSecond)}</span>
      </p>
    </section>
  )
}

const rate = (perSecond = 0): string => (perSecond === 0 ? 'events' : `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`)
