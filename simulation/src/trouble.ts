import { topics } from '@bistro/events'
import type { World } from './world.ts'

const WITHIN_MS = 20_000
const REBALANCES = 4
const GROWTHS = 3
const REBALANCE = 0.5
const GROW = 0.35
const MOST_NEW_PARTITIONS = 5
const NOTICED_WITHIN_MS = 3_000

/** What happens to the machines by themselves, at some moments of the run. */
export function troubleWith(world: World): void {
  for (const site of world.all)
    for (let index = 0; index < REBALANCES; index += 1)
      sometime(world, () => {
        if (!world.faults.strikes('rebalance', REBALANCE)) return
        site.note('the partitions are dealt anew', { fault: true })
        site.deal()
      })
  for (let index = 0; index < GROWTHS; index += 1) sometime(world, () => grow(world))
}

function grow(world: World): void {
  const { random, faults, log, agenda } = world
  if (!faults.strikes('partitions', GROW)) return
  const topic = random.one(Object.values(topics))
  const more = random.between(1, MOST_NEW_PARTITIONS)
  log.grow(topic, more)
  world.note('log', `${topic} gets ${more} more partitions: keys move`, { fault: true })
  for (const site of world.all) agenda.in(random.between(0, NOTICED_WITHIN_MS), () => site.deal())
}

const sometime = (world: World, run: () => void): void => world.agenda.in(world.random.between(0, WITHIN_MS), run)
