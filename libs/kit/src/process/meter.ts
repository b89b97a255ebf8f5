import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ParkedReason } from '../model/input.ts'
import type { Service } from '../model/service.ts'
import type { Disbelief, Meter } from '../runtime/meter.ts'
import { standingGauges } from './standing.ts'

/** Sampling interval of the event loop's delay; a shorter one would keep an idle process busy. */
const EVENT_LOOP_SAMPLE_MS = 100
const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]
const BATCH_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5]

/** Labels for alerts are initialised with 0: a counter that first appears with 1 shows no increase. */
const REASONS: readonly ParkedReason[] = ['gap', 'view', 'schema', 'poison']
const DISBELIEFS: readonly Disbelief[] = ['headers', 'source', 'type']

/** The metrics of a process. */
export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_SAMPLE_MS })
  return registry
}

/** Metrics of a runtime, in a registry of its own, as several services may share a process. */
export function createMeter({ views, subscribes }: Pick<Service, 'views' | 'subscribes'>): {
  readonly meter: Meter
  readonly registry: Registry
} {
  const registry = createRegistry()
  const registers = [registry]
  const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Counter({ name, help, labelNames, registers })
  const histogram = (name: string, help: string, buckets: number[]) => new Histogram({ name, help, buckets, registers })

  const commits = counter('bistro_commits_total', 'Transactions that wrote')
  const inputs = histogram('bistro_batch_inputs', 'Inputs stored by one transaction', BATCH_SIZES)
  const durations = histogram('bistro_batch_seconds', 'Time from load to commit', BATCH_SECONDS)
  const relayed = counter('bistro_relayed_events_total', 'Events acknowledged by the broker')
  const slotsLost = counter('bistro_relay_slots_lost_total', 'Replication slots that were lost and replaced')
  const walKept = new Gauge({
    name: 'bistro_relay_wal_kept_bytes',
    help: 'Write-ahead log that the server keeps for the relay; 0 unless BISTRO_RELAY=wal',
    registers,
  })
  const parked = counter('bistro_parked_messages_total', 'Messages parked', ['reason'])
  const rereads = counter(
    'bistro_rereads_total',
    "Topics reread, read from another offset than the group's, or lost in part",
    ['topic', 'why'],
  )
  const differing = new Gauge({
    name: 'bistro_registry_differences',
    help: 'Schemas that differ between the registry and this program',
    registers,
  })
  const disbelieved = counter(
    'bistro_disbelieved_records_total',
    'Records whose headers are not from the owner of their topic',
    ['topic', 'why'],
  )
  const calls = counter('bistro_effect_calls_total', 'Calls to external systems', ['effect', 'result'])
  for (const reason of REASONS) parked.inc({ reason }, 0)
  for (const topic of subscribes) {
    for (const why of DISBELIEFS) disbelieved.inc({ topic, why }, 0)
    rereads.inc({ topic, why: 'lost' }, 0)
  }
  const meter: Meter = {
    committed: () => commits.inc(),
    batch: (size, seconds) => {
      inputs.observe(size)
      durations.observe(seconds)
    },
    relayed: (events) => relayed.inc(events),
    slotLost: () => slotsLost.inc(),
    walKept: (bytes) => walKept.set(bytes),
    parked: (reason) => parked.inc({ reason }),
    reread: (topic, why) => rereads.inc({ topic, why }),
    called: (effect, result) => calls.inc({ effect, result }),
    registryDiffers: (schemas) => differing.set(schemas),
    disbelieved: (topic, why) => disbelieved.inc({ topic, why }),
    stands: standingGauges(registry, views),
  }
  return { meter, registry }
}
