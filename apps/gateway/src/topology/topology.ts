import { eventTypes, ownerOf } from '@bistro/events'
import type { Service } from '@bistro/kit'
import type { Topology } from '../contract/index.ts'

/** How the services work together, as their definitions say it. */
export const topologyOf = (services: Iterable<Service>): Topology => ({ services: [...services].map(placeOf) })

function placeOf({
  name,
  topic,
  publishes,
  subscribes,
  policies,
  views,
  effects,
}: Service): Topology['services'][number] {
  return {
    service: name,
    topics: [...(publishes ?? (topic === undefined ? [] : [topic]))],
    subscribes: [...subscribes],
    publishes: eventTypes.filter((type) => ownerOf(type) === name),
    acts: Object.keys(policies),
    views: views.map((view) => view.name),
    calls: [...new Set(effects.map(({ calls }) => calls))],
  }
}
