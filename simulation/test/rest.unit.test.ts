import { Random } from '@bistro/kit/faults'
import { expect, test } from 'vitest'
import { Faults } from '../src/faults.ts'
import { BEGINNING_MS } from '../src/machine/agenda.ts'
import { passThrough } from '../src/machine/codec.ts'
import { Trace } from '../src/machine/trace.ts'
import { isAtRest } from '../src/rest.ts'
import { SAFETY_NETS } from '../src/safety-nets.ts'
import { Simulation } from '../src/simulation.ts'

test('a run is not at rest while a database is unavailable', async () => {
  const faults = new Faults(new Random(1), [], new Set())
  const simulation = new Simulation({
    random: new Random(1),
    faults,
    trace: new Trace(false),
    nets: SAFETY_NETS,
    codec: passThrough,
  })
  const { agenda, all } = simulation
  agenda.skipTo(BEGINNING_MS + 60_000)
  expect(await isAtRest(simulation)).toBe(true)
  all[0]!.failDatabaseFor(4_000)
  expect(await isAtRest(simulation)).toBe(false)
})
