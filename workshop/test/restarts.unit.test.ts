import type { ProcessName } from '@bistro/client/names'
import { expect, test } from 'vitest'
import { restartsFor } from '../src/restarts.ts'

const RUNNING: readonly ProcessName[] = [
  'kafka',
  'registry',
  'psp',
  'carrier',
  'gateway',
  'order',
  'order-2',
  'payment',
]

test.each([
  ['services/order/src/domain/policies.ts', ['order', 'order-2']],
  ['services/payment/src/service.ts', ['payment']],
  ['libs/kit/src/runtime/writer.ts', ['gateway', 'order', 'order-2', 'payment']],
  ['externals/src/psp/cards.ts', ['carrier', 'psp']],
  ['apps/gateway/src/board/fold.ts', ['gateway']],
  ['services/order/src/domain/policies.unit.test.ts', []],
  ['services/order/README.md', []],
  ['docs/faults.md', []],
])('%s', (path, names) => {
  expect([...restartsFor([path], RUNNING)].sort()).toEqual(names)
})

test.each([
  'services/order/migrations/0003_more.sql',
  'services/order/src/service.ts#topics',
  'libs/events/schemas/order/OrderValidated/v2.avsc',
  'stack/src/settings.ts',
  'services/loyalty/src/service.ts',
])('%s is deployed with the whole stack', (path) => expect(restartsFor([path], RUNNING)).toBe('stack'))

test('where all services are one process in memory, the stack is started again for what any of them runs', () => {
  const inMemory: readonly ProcessName[] = ['memory', 'gateway']
  for (const path of ['libs/kit/src/runtime/writer.ts', 'externals/src/psp/cards.ts', 'services/order/src/service.ts'])
    expect(restartsFor([path], inMemory)).toBe('stack')
  expect([...restartsFor(['docs/faults.md'], inMemory)]).toEqual([])
})

test('another program needs new data', () =>
  expect(restartsFor(['services/loyalty/src/main.ts', 'services/registry.ts'], RUNNING)).toBe('anew'))

test('a migration that has run is not run again', () => {
  const path = 'services/order/migrations/0001_views.sql'
  expect(restartsFor([path], RUNNING, { [path]: 'before' })).toBe('anew')
})
