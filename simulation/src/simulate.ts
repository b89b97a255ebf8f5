import type { Codec } from '@bistro/kit/runtime'
import type { Violation } from './checks/books.ts'
import { checkEnd } from './checks/end.ts'
import { watchLog } from './checks/moment.ts'
import { endingOf } from './endings.ts'
import { FAULT_NAMES, type Fault, Faults, type Injected } from './faults.ts'
import { Guests } from './guests.ts'
import { LAWS, type Laws } from './laws.ts'
import { BEGINNING_MS } from './machine/agenda.ts'
import { passThrough } from './machine/codec.ts'
import { Random } from './machine/random.ts'
import { Trace, type TraceLine } from './machine/trace.ts'
import { type Plan, planOf } from './plan.ts'
import { troubleWith } from './trouble.ts'
import { World } from './world.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly sagas: number
  readonly faults?: readonly Fault[]
  readonly laws?: Laws
  /** Another course of the same plan: 0, 1, 2 … */
  readonly course?: number
  /** Faults that do not strike although they would, by their index. */
  readonly spared?: ReadonlySet<number>
  /** Instead of what follows from the seed. */
  readonly plan?: Plan
  readonly codec?: Codec
  /** Lines are kept for reading. */
  readonly trace?: boolean
}

export interface SimulationResult {
  readonly hash: string
  readonly violations: readonly Violation[]
  /** One per guest. */
  readonly endings: readonly string[]
  readonly injected: readonly Injected[]
  readonly steps: number
  readonly events: number
  readonly lines: readonly TraceLine[]
}

/** A run that has not come to rest by then never will. */
const VIRTUAL_LIMIT_MS = 40 * 60_000
const IDLE_ROUNDS = 50

/** One run: the same options, the same run, byte for byte. Ends early at the first violation. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const {
    seed,
    sagas,
    faults = FAULT_NAMES,
    laws = LAWS,
    course = 0,
    spared = new Set(),
    codec = passThrough,
  } = options
  const plan = options.plan ?? planOf(seed, sagas)
  const trace = new Trace(options.trace ?? false)
  const strikes = new Faults(new Random(seed, course, 0xfa_17), faults, spared)
  const world = new World({ random: new Random(seed, course), faults: strikes, trace, laws, codec })
  const guests = new Guests(world, plan)
  troubleWith(world)
  const steps = await play(world)
  if (world.violations.length === 0) {
    world.note('end', 'nothing moves any more')
    await checkEnd(world)
  }
  return {
    hash: trace.hash,
    violations: world.violations,
    endings: plan.guests.map((guest) => endingOf(world, guests, guest)),
    injected: strikes.injected,
    steps,
    events: [...world.books.streams.values()].reduce((sum, { length }) => sum + length, 0),
    lines: trace.lines,
  }
}

/** Lets things happen until nothing moves any more. @returns how many did */
async function play(world: World): Promise<number> {
  const { agenda } = world
  let steps = 0
  for (let idle = 0; idle < IDLE_ROUNDS; idle += 1) {
    for (let run = agenda.next(); run; run = agenda.next()) {
      await run()
      steps += 1
      watchLog(world)
      if (world.violations.length === 0 && agenda.nowMs - BEGINNING_MS <= VIRTUAL_LIMIT_MS) continue
      world.note('end', world.violations.length > 0 ? 'this must not be' : 'nothing comes to an end any more')
      return steps
    }
    if (!(await keepHouse(world))) break
  }
  return steps
}

/** What every process does now and then, once nothing else is to be done. @returns whether something moves again */
async function keepHouse(world: World): Promise<boolean> {
  const { agenda } = world
  const before = agenda.asked
  const processes = world.all.flatMap((site) => site.processes)
  for (const { consumer, writer } of processes) {
    await consumer.commit()
    await writer.flush()
  }
  for (const { relay, writer, consumer, worker } of processes) {
    await relay.sweep(0)
    await writer.resume()
    await worker.claim()
    consumer.wake()
  }
  return agenda.asked > before
}
