import type { Topology } from '@bistro/gateway/contract'
import { type Edge, type Node, ReactFlow, ReactFlowProvider } from '@xyflow/react'
import { useMemo, useState } from 'react'
import { FlightCanvas } from './flight-canvas.tsx'
import { isNarrow, layoutMap, type MapLayout } from './layout.ts'
import { LinkEdge } from './link-edge.tsx'
import { ServiceNode } from './service-node.tsx'
import { Tallies, TallyStore } from './tally-store.ts'
import { TopicNode } from './topic-node.tsx'
import { useSize } from './use-size.ts'

const nodeTypes = { service: ServiceNode, topic: TopicNode }
const edgeTypes = { link: LinkEdge }
const AT_ORIGIN = { x: 0, y: 0, zoom: 1 }

interface Props {
  readonly topology: Topology
  readonly hasMotion: boolean
}

/** Services, their databases and topics, and the events on their way. Its picture fills the space: it is not moved or zoomed. */
export default function SagaMap({ topology, hasMotion }: Props) {
  const [ref, size] = useSize<HTMLDivElement>()
  const [tallies] = useState(() => new TallyStore())
  const [chosen, setChosen] = useState<string>()
  const layout = useMemo(() => size && layoutMap(topology, size), [topology, size])
  const undoing = useMemo(() => new Set(topology.services.flatMap(({ undoes }) => undoes)), [topology])
  const nodes = useMemo(() => (layout ? nodesOf(layout, topology) : []), [layout, topology])
  const edges = useMemo(() => (layout ? edgesOf(layout, chosen) : []), [layout, chosen])
  return (
    <div ref={ref} className="map" data-narrow={size ? isNarrow(size) : undefined}>
      {size && layout && (
        <Tallies value={tallies}>
          <ReactFlowProvider>
            <ReactFlow
              nodes={nodes}
              edges={edges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              viewport={AT_ORIGIN}
              nodesDraggable={false}
              nodesConnectable={false}
              nodesFocusable={false}
              edgesFocusable={false}
              elementsSelectable={false}
              panOnDrag={false}
              panOnScroll={false}
              zoomOnScroll={false}
              zoomOnPinch={false}
              zoomOnDoubleClick={false}
              preventScrolling={false}
              proOptions={{ hideAttribution: true }}
              onNodeMouseEnter={(_, { id }) => setChosen(id)}
              onNodeMouseLeave={() => setChosen(undefined)}
            />
            {hasMotion && <FlightCanvas links={layout.links} undoing={undoing} {...size} />}
          </ReactFlowProvider>
        </Tallies>
      )}
    </div>
  )
}

function nodesOf({ services, topics }: MapLayout, topology: Topology): Node[] {
  const made = new Map(topology.services.map((service) => [service.service, service]))
  return [
    ...services.map(({ id, x, y, width, height }) => ({
      ...{ id, type: 'service', position: { x, y }, width, height },
      data: { service: made.get(id)! },
    })),
    ...topics.map(({ id, x, y, width, height, service }) => ({
      ...{ id, type: 'topic', position: { x, y }, width, height },
      data: { topic: id, service },
    })),
  ]
}

const edgesOf = ({ links }: MapLayout, chosen: string | undefined): Edge[] =>
  links.map(({ id, kind, service, topic, curve }) => ({
    ...{ id, type: 'link', focusable: false },
    ...(kind === 'publishes' ? { source: service, target: topic } : { source: topic, target: service }),
    data: { curve, kind, isChosen: chosen !== undefined && (chosen === service || chosen === topic) },
  }))
