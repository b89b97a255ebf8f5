import type { AnyCommand, Service } from '@bistro/kit'
import { Random } from '@bistro/kit/faults'
import { createMemoryStore } from '@bistro/kit/memory'
import { runBatch, type Store, type StoredCommand } from '@bistro/kit/runtime'
import { expect, test } from 'vitest'
import { FAULT_NAMES, Faults } from '../src/faults.ts'
import { Guests } from '../src/guests.ts'
import { passThrough } from '../src/machine/codec.ts'
import type { Site } from '../src/machine/site.ts'
import { Trace } from '../src/machine/trace.ts'
import { planOf } from '../src/plan.ts'
import { SAFETY_NETS } from '../src/safety-nets.ts'
import { play } from '../src/simulate.ts'
import { Simulation } from '../src/simulation.ts'
import { troubleWith } from '../src/trouble.ts'

const SEEDS = 12
const SAGAS = 20
const ALL = 1_000_000
/** Stands for what the trail leaves out. */
const LEFT_OUT = 'tok_left_out'

/** A run under all faults, until it is at rest. */
async function played(seed: number): Promise<Simulation> {
  const faults = new Faults(new Random(seed, 0, 0xfa_17), FAULT_NAMES, new Set())
  const parts = { random: new Random(seed, 0), trace: new Trace(false), nets: SAFETY_NETS, codec: passThrough }
  const simulation = new Simulation({ ...parts, faults })
  new Guests(simulation, planOf(seed, SAGAS))
  troubleWith(simulation)
  await play(simulation)
  expect(simulation.violations).toEqual([])
  return simulation
}

const trailOf = async ({ database }: Site): Promise<StoredCommand[]> =>
  (await database.store.commands({ limit: ALL })).toReversed()

const aggregateOf = async ({ database }: Site, stream: string): Promise<string> =>
  (await database.store.snapshot(stream))?.aggregate ?? ''

function commandOf({ aggregates }: Service, aggregate: string, { type, request }: StoredCommand): AnyCommand {
  const secrets = aggregates.find(({ name }) => name === aggregate)?.secrets?.[type] ?? []
  return { type, ...request, ...Object.fromEntries(secrets.map((name) => [name, LEFT_OUT])) }
}

/** What a service's commands lead to when they are decided again, one after the other, from nothing. */
async function decidedAgain(site: Site, commands: readonly StoredCommand[]): Promise<Store> {
  const store = createMemoryStore()
  const { chance: random } = site.ground as Simulation
  for (const command of commands) {
    const aggregate = await aggregateOf(site, command.stream)
    const { by, stream, at, causedBy } = command
    const clock = { ...(site.ground as Simulation).agenda, now: () => Date.parse(at) } as never
    const cause = { id: causedBy, traceparent: undefined }
    const made = () => commandOf(site.service, aggregate, command)
    await runBatch(
      { service: site.service, store, codec: passThrough, clock, random },
      [{ kind: 'request', request: { cause, by, aggregate, stream, reads: [], command: made } }],
      [],
    )
  }
  return store
}

async function eventsOf(store: Store, stream: string): Promise<unknown> {
  const events = (await store.eventsAfter(stream, 0, ALL)).map(
    ({ version, type, data, time, causationId, aggregate }) => ({
      ...{ version, type, data, time, aggregate },
      // Those of a companion are caused by an event, which has another id now.
      ...(aggregate !== 'seats' && { causationId }),
    }),
  )
  return JSON.parse(JSON.stringify(events).replaceAll(/"tok_\w+"/g, `"${LEFT_OUT}"`)) as unknown
}

test('the accepted commands of every stream, decided again from the initial state, give the same events', async () => {
  const seen = new Map<string, number>()
  for (let seed = 1; seed <= SEEDS; seed += 1)
    for (const site of (await played(seed)).all) {
      const accepted = (await trailOf(site)).filter(({ outcome }) => outcome === 'accepted')
      const again = await decidedAgain(site, accepted)
      for (const { name } of site.service.aggregates)
        for (const stream of await site.database.store.recent(name)) {
          expect(await eventsOf(again, stream), `seed ${seed}: ${name} ${stream}`).toEqual(
            await eventsOf(site.database.store, stream),
          )
          seen.set(name, (seen.get(name) ?? 0) + 1)
        }
    }
  const aggregates = (await played(1)).all.flatMap(({ service }) => service.aggregates.map(({ name }) => name))
  expect([...seen.keys()].toSorted()).toEqual(aggregates.toSorted())
})

test('a command that is missing from the trail is missing from what is decided again', async () => {
  const { sites } = await played(1)
  const [first, ...rest] = (await trailOf(sites.reservation)).filter(({ outcome }) => outcome === 'accepted')
  const again = await decidedAgain(sites.reservation, rest)
  expect(await eventsOf(again, first!.stream)).not.toEqual(
    await eventsOf(sites.reservation.database.store, first!.stream),
  )
})

test('the trail holds what was rejected and ignored as well, and no card token', async () => {
  const trails = await Promise.all((await played(1)).all.map(trailOf))
  const commands = trails.flat()
  expect(new Set(commands.map(({ outcome }) => outcome))).toEqual(new Set(['accepted', 'rejected', 'ignored']))
  expect(new Set(commands.map(({ kind }) => kind))).toEqual(new Set(['request', 'message', 'timer', 'answer']))
  expect(JSON.stringify(commands)).not.toMatch(/tok_/)
})
