import { expect, test } from 'vitest'
import { type FaultPlan, NOTHING_BROKEN, PlannedDecisions, type PortFault, withRates } from '../../src/faults/index.ts'

const plan: FaultPlan = {
  seed: 7,
  faults: [
    { name: 'duplicate', rate: 0.3 },
    { name: 'delay', rate: 0.5, ms: 20 },
  ],
  withoutSafetyNets: [],
}
const decide = (decisions: PlannedDecisions, fault: PortFault, times = 40): boolean[] =>
  Array.from({ length: times }, () => decisions.injects(fault, 0))
const fresh = (crashes = 0, of = plan, onInjected = (_: PortFault) => {}) =>
  new PlannedDecisions(of, crashes, onInjected)

test('the same seed and the same opportunities give the same decisions', () => {
  expect(decide(fresh(), 'duplicate')).toEqual(decide(fresh(), 'duplicate'))
  expect(decide(fresh(), 'duplicate')).not.toEqual(decide(fresh(0, { ...plan, seed: 8 }), 'duplicate'))
})

test('opportunities of one fault do not change the decisions about another', () => {
  const mixed = fresh()
  const seen = Array.from({ length: 40 }, () => {
    mixed.injects('delay', 0)
    return mixed.injects('duplicate', 0)
  })
  expect(seen).toEqual(decide(fresh(), 'duplicate'))
})

test('after a crash the decisions are others: a process does not die again and again at the same moment', () =>
  expect(decide(fresh(1), 'duplicate')).not.toEqual(decide(fresh(0), 'duplicate')))

test('a rate of 1 is always, 0 never, and what is not planned does not happen', () => {
  const rates = (rate: number) => fresh(0, { ...plan, faults: [{ name: 'lag', rate }] })
  expect(new Set(decide(rates(1), 'lag'))).toEqual(new Set([true]))
  expect(new Set(decide(rates(0), 'lag'))).toEqual(new Set([false]))
  expect(new Set(decide(fresh(0, NOTHING_BROKEN), 'lag'))).toEqual(new Set([false]))
})

test('each injected fault is told of', () => {
  const told: PortFault[] = []
  const times = decide(
    fresh(0, plan, (fault) => told.push(fault)),
    'duplicate',
  ).filter(Boolean).length
  expect(times).toBeGreaterThan(3)
  expect(told).toEqual(Array(times).fill('duplicate'))
})

test('a fault lasts as long as the plan says, or as usual', () =>
  expect([fresh().mostMs('delay', 6_000), fresh().mostMs('duplicate', 40_000)]).toEqual([20, 40_000]))

test('a rate that is not given is a tenth, of crashes less', () => {
  const { faults } = withRates({
    ...plan,
    faults: [{ name: 'lag' }, { name: 'crash-after-send' }, { name: 'delay', rate: 0 }],
  })
  expect(faults.map(({ rate }) => rate)).toEqual([0.1, 0.02, 0])
})
