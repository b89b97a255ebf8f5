import { SERVICES, type ServiceName } from '@bistro/client'
import type { RunningStack } from '@bistro/stack'
import { residentMebibytes } from '../stack/signals.ts'
import type { Databases } from '../stack/sql.ts'
import type { Violation } from './violation.ts'

const SAMPLE_MS = 5_000
/** The stack limits Node's old space to 256 MiB; code, buffers and young objects come on top. */
const MOST_RESIDENT_MIB = 420
/** From the first to the last quarter of a run: a heap settles meanwhile. */
const MOST_GROWTH = 1.5
const GROWTH_ALLOWANCE_MIB = 60
/** Of tables that empty themselves: a row leaves once it is published, done or answered. */
const MOST_WAITING_ROWS = 50
const MOST_WAITING_TABLE_MIB = 64
const MIB = 1024 * 1024

export interface Growth {
  readonly service: ServiceName
  readonly firstMib: number
  readonly lastMib: number
  readonly mostMib: number
  readonly databaseMib: number
  readonly outboxRows: number
  readonly pendingRows: number
  readonly waitingTablesMib: number
}

/** Samples the memory of the services. */
export class Memory {
  readonly #samples = new Map<ServiceName, number[]>()
  readonly #timer: NodeJS.Timeout

  constructor(stack: RunningStack) {
    this.#timer = setInterval(() => void this.#sample(stack), SAMPLE_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  of(service: ServiceName): readonly number[] {
    return this.#samples.get(service) ?? []
  }

  async #sample(stack: RunningStack): Promise<void> {
    for (const { name, pid } of stack.status()) {
      const service = SERVICES.find((known) => known === name)
      const mebibytes = service && pid !== undefined ? await residentMebibytes(pid) : undefined
      if (service && mebibytes) this.#samples.set(service, [...this.of(service), mebibytes])
    }
  }
}

interface Sizes {
  readonly database: string
  readonly outbox: number
  readonly pending: number
  readonly tables: string
}

const SIZES = `select pg_database_size(current_database()) as database, (select count(*)::int from outbox) as outbox,
  (select count(*)::int from owed) as pending, pg_total_relation_size('outbox') + pg_total_relation_size('owed') as tables`

export const growthOf = (databases: Databases, memory: Memory): Promise<Growth[]> =>
  Promise.all(
    SERVICES.map(async (service) => {
      const [sizes] = await databases.run<Sizes & Record<string, unknown>>(service, SIZES)
      const samples = memory.of(service)
      const quarter = Math.max(1, Math.floor(samples.length / 4))
      return {
        service,
        firstMib: median(samples.slice(0, quarter)),
        lastMib: median(samples.slice(-quarter)),
        mostMib: Math.max(0, ...samples),
        databaseMib: Number(sizes?.database) / MIB,
        outboxRows: sizes?.outbox ?? 0,
        pendingRows: sizes?.pending ?? 0,
        waitingTablesMib: Number(sizes?.tables) / MIB,
      }
    }),
  )

export const growthViolations = (growth: readonly Growth[]): Violation[] =>
  growth.flatMap((one) => {
    const faults = [
      [one.mostMib > MOST_RESIDENT_MIB, `used ${mib(one.mostMib)} of memory; the limit is ${MOST_RESIDENT_MIB} MiB`],
      [
        one.lastMib > one.firstMib * MOST_GROWTH + GROWTH_ALLOWANCE_MIB,
        `grew from ${mib(one.firstMib)} to ${mib(one.lastMib)} of memory`,
      ],
      [one.outboxRows > MOST_WAITING_ROWS, `has ${one.outboxRows} unpublished outbox rows after the run`],
      [one.pendingRows > MOST_WAITING_ROWS, `has ${one.pendingRows} pending timers and effects after the run`],
      [one.waitingTablesMib > MOST_WAITING_TABLE_MIB, `has ${mib(one.waitingTablesMib)} of outbox and pending tables`],
    ] as const
    return faults
      .filter(([isBroken]) => isBroken)
      .map(([, what]) => ({ check: 'growth', what: `${one.service} ${what}` }))
  })

const mib = (number: number): string => `${number.toFixed(0)} MiB`

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}
