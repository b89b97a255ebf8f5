import { Gauge, type Registry } from 'prom-client'
import type { AnyView } from '../model/view.ts'
import type { Standing } from '../runtime/meter.ts'
import type { Counted } from '../runtime/store.ts'

const MS = 1_000

/** Gauges of everything that waits. Labels without waiting items are removed. */
export function standingGauges(registry: Registry, views: readonly AnyView[]): (standing: Standing) => void {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name, help, labelNames, registers: [registry] })
  const pair = <L extends string>(what: string, help: string, labelNames: readonly L[] = []) => ({
    count: gauge(`bistro_${what}`, help, labelNames),
    oldest: gauge(`bistro_${what}_oldest_seconds`, `${help}: age of the oldest`, labelNames),
  })
  const parked = pair('parked_records', 'Records parked now', ['reason', 'source'])
  const gates = pair('waiting_gates', 'Streams that wait now, behind a parked record or held in this process (aside)', [
    'where',
  ])
  const effects = pair('pending_effects', 'Effects not settled yet', ['effect'])
  const failing = pair('failing', 'Timers and effects whose last attempt failed')
  const member = gauge('bistro_group_member', 'Whether this process is a member of its consumer group now: 1 or 0')
  const partitions = gauge('bistro_group_partitions', 'Partitions that this process reads now')
  const rows = views.flatMap((view) => (view.gauge ? [gauge(view.gauge.name, view.gauge.help)] : []))
  const named = new Map(views.flatMap(({ gauge: found }) => found?.name ?? []).map((name, at) => [name, rows[at]]))

  return (standing) => {
    refill(parked, standing.parked, ({ reason, source }) => ({ reason, source }))
    refill(effects, standing.effects, ({ name }) => ({ effect: name }))
    const { streams, oldestMs } = standing.aside
    const waiting = [
      { where: 'parked', ...standing.gates },
      { where: 'aside', count: streams, oldestMs },
    ]
    refill(gates, waiting, ({ where }) => ({ where }))
    refill(failing, [standing.failing], () => ({}))
    member.set(standing.membership.isMember ? 1 : 0)
    partitions.set(standing.membership.partitions)
    for (const [name, count] of standing.rows) named.get(name)?.set(count)
  }
}

interface Pair<L extends string> {
  readonly count: Gauge<L>
  readonly oldest: Gauge<L>
}

function refill<L extends string, T extends Counted>(
  { count, oldest }: Pair<L>,
  list: readonly T[],
  labelsOf: (one: T) => Partial<Record<L, string>>,
): void {
  for (const one of [count, oldest]) one.reset()
  for (const one of list) {
    count.set(labelsOf(one), one.count)
    oldest.set(labelsOf(one), one.oldestMs / MS)
  }
}
