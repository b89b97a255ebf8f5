import { expect, it } from 'vitest'
import { breakEach, mendEach } from './plan.ts'
import { playable, SCENARIOS } from './scenarios.ts'

const named = (name: string, services?: string[]) => ({ name, what: '', ...(services && { services }) })
const known = {
  faults: [named('duplicate'), named('crash-after-answer', ['payment', 'shipping'])],
  safetyNets: [named('no-gate'), named('no-late-refund', ['payment'])],
}

it('tells each service what it has, and nothing that it does not have', () => {
  const plan = {
    seed: 7,
    faults: [{ name: 'duplicate', rate: 0.3 }, { name: 'crash-after-answer' }],
    withoutSafetyNets: ['no-late-refund', 'unheard-of'],
  }
  expect(breakEach(['order', 'payment'], plan, known).map(({ path, body }) => [path, body])).toEqual([
    ['/api/order/faults', { seed: 7, faults: [{ name: 'duplicate', rate: 0.3 }], withoutSafetyNets: [] }],
    ['/api/payment/faults', { ...plan, withoutSafetyNets: ['no-late-refund'] }],
  ])
})

it('mends every service', () => {
  expect(mendEach(['order', 'payment']).map(({ method, path }) => `${method} ${path}`)).toEqual([
    'delete /api/order/faults',
    'delete /api/payment/faults',
  ])
})

it('offers the scenarios that the services can play', () => {
  expect(playable(known).map(({ name }) => name)).toEqual(['Copies', 'Copies without the gate'])
  expect(playable({ faults: [], safetyNets: [] })).toEqual([])
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length)
})
