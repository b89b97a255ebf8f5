import type { Api } from '@bistro/kit/http'
import { services } from '@bistro/saga'
import { Board, Faults, Overview, Topology } from '../contract/index.ts'
import type { Gateway } from '../gateway.ts'
import { addLiveRoute } from '../live/route.ts'
import { instant } from '../live/seen.ts'
import type { OpenPart } from '../parts.ts'
import { topologyOf } from '../topology/topology.ts'
import { addViewsRoute } from '../views.ts'
import { Now } from './now.ts'

/** What happens now, by broadcast: live events, the evening board, the overview. */
export const openOverview: OpenPart = (gateway) => {
  const now = new Now(gateway)
  return {
    addRoutes: (api) => {
      addLiveRoute(api, now.hub, gateway.signal)
      addRoutes(api, now, gateway)
      addViewsRoute(api, gateway.services, (name) => lagOf(now, name))
    },
    start: () => now.start(),
    stop: () => now.stop(),
  }
}

const lagOf = ({ monitor }: Now, name: string): number | undefined =>
  monitor.services.find(({ service }) => service === name)?.lagSeconds

function addRoutes(api: Api, now: Now, { clock }: Gateway): void {
  const guest = { tags: ['overview'], 'x-bistro-role': 'guest' } as const
  const overview = { ...guest, summary: 'Says how the whole system is', response: { 200: Overview } }
  api.get('/api/overview', { schema: overview }, async () => overviewOf(now, clock.now()))
  const board = {
    ...guest,
    summary: 'Shows the seats of each evening, as this process sees them',
    response: { 200: Board },
  }
  api.get('/api/board', { schema: board }, async () => now.board.answer(now.hub.replica))
  const faults = { ...guest, summary: 'Says what is broken on purpose', response: { 200: Faults } }
  api.get('/api/faults', { schema: faults }, async () => {
    await now.watch.lookAtFaults()
    return now.watch.faults
  })
  const topology = { ...guest, summary: 'Shows how the services work together', response: { 200: Topology } }
  const body = topologyOf(Object.values(services))
  api.get('/api/topology', { schema: topology }, async () => body)
}

function overviewOf({ monitor, tally, lights, watch }: Now, nowMs: number): Overview {
  const { catchingUp, rows } = monitor
  const confirmed = tally.confirmed(nowMs)
  return {
    at: instant(nowMs),
    ...(catchingUp && { catchingUp }),
    ...(rows.counts && { counts: rows.counts }),
    minutes: rows.minutes,
    eventsPerSecond: tally.eventsPerSecond(nowMs),
    ...(confirmed && { confirmed }),
    services: monitor.services,
    invariants: lights.found,
    stuck: [...rows.stuck],
    faults: watch.faults,
    unavailable: monitor.unavailable,
  }
}
