import type { Topology } from '@bistro/gateway/contract'
import { type Curve, connect } from './curve.ts'

export interface Box {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface TopicBox extends Box {
  /** The service that publishes to it. */
  readonly service: string
}

export interface Link {
  readonly id: string
  readonly kind: 'publishes' | 'reads'
  readonly service: string
  readonly topic: string
  readonly curve: Curve
}

export interface MapLayout {
  readonly services: readonly Box[]
  readonly topics: readonly TopicBox[]
  readonly links: readonly Link[]
}

interface Size {
  readonly width: number
  readonly height: number
}

type Axis = 'x' | 'y'
type Service = Topology['services'][number]

/** Below this width there is no room for services side by side. */
const NARROW = 640
const GAP = 16
const LARGEST_SERVICE = { width: 300, height: 190 }
const LARGEST_TOPIC = { width: 120, height: 76 }
/** Of the space across the rows; the rest is for the lines. */
const SERVICE_SHARE = 0.46
const TOPIC_SHARE = 0.3
/** Of a service's edge: where it publishes, and where it reads. */
const PUBLISHES_AT = 0.32
const READS_FROM = 0.68

export const isNarrow = ({ width }: Pick<Size, 'width'>): boolean => width < NARROW

/** Services in one row, each topic opposite its producer. In a narrow space the rows are columns. */
export function layoutMap({ services }: Topology, size: Size): MapLayout {
  const axis: Axis = isNarrow(size) ? 'y' : 'x'
  const boxes = services.map((_, index) => serviceBox(size, axis, { index, of: services.length }))
  const named = boxes.map((box, index) => ({ id: services[index]!.service, ...box }))
  const topics = services.flatMap((service, index) => topicBoxes(service, named[index]!, size, axis))
  return { services: named, topics, links: services.flatMap((service) => links(service, named, topics, axis)) }
}

const extent = { x: 'width', y: 'height' } as const
const other = { x: 'y', y: 'x' } as const

function serviceBox(size: Size, axis: Axis, { index, of }: { index: number; of: number }): Omit<Box, 'id'> {
  const share = size[extent[axis]] / of
  const along = Math.min(share - GAP, LARGEST_SERVICE[extent[axis]])
  const across = Math.min(size[extent[other[axis]]] * SERVICE_SHARE, LARGEST_SERVICE[extent[other[axis]]])
  const start = share * index + (share - along) / 2
  return place(axis, { start, along, across, offset: 0 })
}

function topicBoxes(service: Service, beside: Box, size: Size, axis: Axis): TopicBox[] {
  const count = service.topics.length
  const edge = size[extent[other[axis]]]
  const room = beside[extent[axis]]
  const tall = Math.min(edge * TOPIC_SHARE, LARGEST_TOPIC[extent[other[axis]]])
  return service.topics.map((topic, index) => {
    const along = (room - GAP * (count - 1)) / count
    const start = beside[axis] + index * (along + GAP)
    return { id: topic, service: service.service, ...place(axis, { start, along, across: tall, offset: edge - tall }) }
  })
}

const place = (axis: Axis, at: { start: number; along: number; across: number; offset: number }): Omit<Box, 'id'> =>
  axis === 'x'
    ? { x: at.start, y: at.offset, width: at.along, height: at.across }
    : { x: at.offset, y: at.start, width: at.across, height: at.along }

function links(service: Service, boxes: readonly Box[], topics: readonly TopicBox[], axis: Axis): Link[] {
  const box = boxes.find(({ id }) => id === service.service)!
  const own = topics.filter((topic) => topic.service === service.service)
  const read = topics.filter(({ id }) => service.subscribes.includes(id))
  return [
    ...own.map((topic) => link('publishes', service.service, topic, { box, axis })),
    ...read.map((topic) => link('reads', service.service, topic, { box, axis })),
  ]
}

function link(kind: Link['kind'], service: string, topic: TopicBox, { box, axis }: { box: Box; axis: Axis }): Link {
  const away = other[axis]
  const end = (at: Box, share: number, edge: number) =>
    ({ [axis]: at[axis] + at[extent[axis]] * share, [away]: edge }) as { x: number; y: number }
  const isOut = kind === 'publishes'
  const bottom = end(box, isOut ? PUBLISHES_AT : READS_FROM, box[away] + box[extent[away]])
  const top = end(topic, isOut ? PUBLISHES_AT : READS_FROM, topic[away])
  const curve = isOut ? connect(bottom, top, away) : connect(top, bottom, away)
  return { id: `${kind} ${service} ${topic.id}`, kind, service, topic: topic.id, curve }
}
