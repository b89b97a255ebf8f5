import { expect, test } from 'vitest'
import { createMeter } from '../../src/process/meter.ts'
import type { Standing } from '../../src/runtime/meter.ts'
import { library } from '../library.ts'

const gauge = { name: 'bistro_books_priced', help: 'Books with a price' }
const views = library.views.map((view) => ({ ...view, gauge }))

const QUIET: Standing = {
  failing: { count: 0, oldestMs: 0 },
  effects: [],
  parked: [],
  gates: { count: 0, oldestMs: 0 },
  aside: { streams: 0, oldestMs: 0 },
  membership: { isMember: false, partitions: 0 },
  rows: new Map([[gauge.name, 0]]),
}

/** Lines of these metrics, without their descriptions. */
async function shown(...standings: readonly Standing[]): Promise<string[]> {
  const { meter, registry } = createMeter({ ...library, views })
  for (const standing of standings) meter.stands(standing)
  const lines = (await registry.metrics()).split('\n')
  return lines.filter((line) =>
    /^bistro_(parked_records|parked_records_oldest|waiting|pending|failing|group|books)/.test(line),
  )
}

const BUSY: Standing = {
  failing: { count: 1, oldestMs: 4_500 },
  effects: [{ name: 'refund', count: 3, oldestMs: 61_000 }],
  parked: [{ reason: 'gap', source: '/services/order', count: 2, oldestMs: 12_000 }],
  gates: { count: 1, oldestMs: 12_000 },
  aside: { streams: 4, oldestMs: 1_500 },
  membership: { isMember: true, partitions: 6 },
  rows: new Map([[gauge.name, 7]]),
}

test('how it stands with what waits is shown as gauges', async () => {
  expect(await shown(BUSY)).toEqual([
    'bistro_parked_records{reason="gap",source="/services/order"} 2',
    'bistro_parked_records_oldest_seconds{reason="gap",source="/services/order"} 12',
    'bistro_waiting_gates{where="parked"} 1',
    'bistro_waiting_gates{where="aside"} 4',
    'bistro_waiting_gates_oldest_seconds{where="parked"} 12',
    'bistro_waiting_gates_oldest_seconds{where="aside"} 1.5',
    'bistro_pending_effects{effect="refund"} 3',
    'bistro_pending_effects_oldest_seconds{effect="refund"} 61',
    'bistro_failing 1',
    'bistro_failing_oldest_seconds 4.5',
    'bistro_group_member 1',
    'bistro_group_partitions 6',
    'bistro_books_priced 7',
  ])
})

test('what an alert counts is there before it is counted for the first time', async () => {
  const metrics = await createMeter(library).registry.metrics()
  for (const line of [
    'bistro_disbelieved_records_total{topic="test.warehouse.v1",why="source"} 0',
    'bistro_rereads_total{topic="test.warehouse.v1",why="lost"} 0',
    'bistro_parked_messages_total{reason="poison"} 0',
  ])
    expect(metrics).toContain(`${line}\n`)
})

test('what does not wait any more is not shown any more', async () => {
  const lines = await shown(BUSY, QUIET)
  expect(lines.filter((line) => /refund|gap/.test(line))).toEqual([])
  expect(lines).toEqual(
    expect.arrayContaining(['bistro_waiting_gates{where="aside"} 0', 'bistro_group_member 0', 'bistro_failing 0']),
  )
})
