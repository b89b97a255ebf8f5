import type { Faulty, Life, Pace } from '@bistro/kit/faults'
import type { Ground } from './ground.ts'
import type { Site } from './site.ts'

const SENDS_MOST_MS = 12
/** A poll returns the new records of several partitions. */
const POLL_EVERY_MS = 4
const POLL_MOST_TIMES = 5
const MAX_PORTION_RECORDS = 20

/** What the kit's faults need, from the simulation's own time and random source. */
export function faultyOf({ ground, memory, note }: Site, life: Life): Faulty {
  const { agenda, faults, nets, random } = ground
  return {
    decisions: faults,
    nets,
    life,
    memory,
    random,
    time: {
      sleep: (ms) => agenda.sleep(ms),
      later: (ms, run) => void agenda.in(ms, run),
    },
    pace: paceOf(ground),
    freshKey: ground.newId,
    note: (what, saga) => note(what, { saga, fault: true }),
  }
}

const paceOf = ({ agenda, random }: Ground): Pace => ({
  sendMs: () => random.between(1, SENDS_MOST_MS),
  readMs: () => POLL_EVERY_MS * random.between(1, POLL_MOST_TIMES) - (agenda.nowMs % POLL_EVERY_MS),
  portion: () => random.between(1, MAX_PORTION_RECORDS),
})
