import { topics } from '@bistro/events'
import type { Fault } from './faults.ts'
import type { Site } from './machine/site.ts'
import type { Simulation } from './simulation.ts'

const WITHIN_MS = 20_000
const REBALANCES = 4
const RESTARTS = 2
const OUTAGES = 2
const RESTART = 0.1
const OUTAGE = 0.1
const OUTAGE_MOST_MS = 4_000
const GROWTHS = 3
const REBALANCE = 0.5
const GROW = 0.35
const MOST_NEW_PARTITIONS = 5
const NOTICED_WITHIN_MS = 3_000

/** Schedules rebalances, restarts, database outages and new partitions at random moments of the run. */
export function troubleWith(simulation: Simulation): void {
  const { faults } = simulation
  const times = (count: number, fault: Fault, probability: number, happens: () => void): void => {
    for (let index = 0; index < count; index += 1) {
      const afterMs = simulation.random.between(0, WITHIN_MS)
      if (faults.injects(fault, probability)) simulation.agenda.in(afterMs, happens)
    }
  }
  for (const site of simulation.all) {
    times(REBALANCES, 'rebalance', REBALANCE, () => rebalance(simulation, site))
    times(RESTARTS, 'restart', RESTART, () => void simulation.random.one(site.processes).restart())
    times(OUTAGES, 'database', OUTAGE, () => fail(simulation, site))
  }
  times(GROWTHS, 'partitions', GROW, () => grow(simulation))
}

function rebalance({ broker }: Simulation, site: Site): void {
  site.note('the partitions are reassigned', { fault: true })
  void broker.log.rebalance(site.name)
}

function fail({ random }: Simulation, site: Site): void {
  const ms = random.between(1, OUTAGE_MOST_MS)
  site.note(`the database is unavailable for ${ms} ms`, { fault: true })
  site.failDatabaseFor(ms)
}

function grow(simulation: Simulation): void {
  const { random, broker, agenda } = simulation
  const topic = random.one(Object.values(topics))
  const more = random.between(1, MOST_NEW_PARTITIONS)
  broker.log.grow(topic, more)
  simulation.note('log', `${topic} gets ${more} more partitions: keys move to other partitions`, { fault: true })
  for (const site of simulation.all)
    agenda.in(random.between(0, NOTICED_WITHIN_MS), () => broker.log.rebalance(site.name))
}
