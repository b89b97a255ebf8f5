import { eventTypes, ownerOf } from '@bistro/events'
import type { Service } from '@bistro/kit'
import type { Topology } from '../contract/index.ts'
import { UNDOES } from '../sagas/undoes.ts'

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
  const types = eventTypes.filter((type) => ownerOf(type) === name)
  return {
    service: name,
    topics: [...(publishes ?? (topic === undefined ? [] : [topic]))],
    subscribes: [...subscribes],
    publishes: types,
    undoes: types.filter((type) => UNDOES.has(type)),
    acts: Object.keys(policies),
    views: views.map((view) => view.name),
    calls: [...new Set(effects.map(({ calls }) => calls))],
  }
}
