import { expect, it } from 'vitest'
import { faultsOf } from '../../src/overview/faults.ts'
import { sumOf } from '../../src/overview/gauges.ts'
import { unavailableOf } from '../../src/overview/unavailable.ts'

it('a gauge is summed over its labels; one that is not there is unknown', () => {
  const text = [
    '# TYPE bistro_failing gauge',
    'bistro_failing 3',
    '# TYPE bistro_parked_records gauge',
    'bistro_parked_records{reason="gap",source="/services/order"} 2',
    'bistro_parked_records{reason="poison",source="/services/order"} 1',
    'bistro_parked_records_oldest_seconds{reason="gap"} 99',
    '# TYPE bistro_waiting gauge',
  ].join('\n')
  expect(sumOf(text, 'bistro_failing')).toBe(3)
  expect(sumOf(text, 'bistro_parked_records')).toBe(3)
  expect(sumOf(text, 'bistro_waiting')).toBe(0)
  expect(sumOf(text, 'bistro_unknown')).toBeUndefined()
})

it('what several parts miss is named once, with the earliest time', () => {
  const since = (second: number) => `2030-01-01T00:00:0${second}.000Z`
  expect(
    unavailableOf([
      { what: 'the consumer group', reason: 'no answer', since: since(4) },
      { what: 'the survey of the log', reason: 'ECONNREFUSED', since: since(2) },
      { what: 'order', reason: 'does not answer', since: since(3) },
      { what: 'its database', reason: 'refused', since: since(5) },
      { what: 'the look at what waits', reason: 'Postgres is unavailable: connect ECONNREFUSED', since: since(6) },
    ]),
  ).toEqual([
    { what: 'Kafka', reason: 'ECONNREFUSED', since: since(2) },
    { what: 'order', reason: 'does not answer', since: since(3) },
    { what: "the gateway's database", reason: 'refused', since: since(5) },
  ])
})

it('faults are those of all services together; what only some can break says which', () => {
  expect(faultsOf([])).toEqual({ allowed: false, services: [] })
  const known = { faults: [{ name: 'delay', what: 'Delays.' }], safetyNets: [] }
  const net = { name: 'gate', what: 'No gate.' }
  const quiet = { service: 'order', seed: 1, faults: [], withoutSafetyNets: [], known }
  const broken = {
    ...{ service: 'payment', seed: 7, faults: [{ name: 'delay', rate: 0.5, ms: 100 }], withoutSafetyNets: ['gate'] },
    known: { ...known, safetyNets: [net] },
  }
  const { known: _, ...shown } = broken
  expect(faultsOf([quiet, broken])).toEqual({
    ...{ allowed: true, services: [shown] },
    known: { faults: known.faults, safetyNets: [{ ...net, services: ['payment'] }] },
  })
})
