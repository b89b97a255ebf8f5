import type { Figures, Open } from '../../harness/bench.ts'
import { percentile, sum } from '../../harness/statistics.ts'
import { Generator } from '../../load/generator.ts'
import type { Crowd, LoadResult, Pace } from '../../load/protocol.ts'
import { violationsIn } from '../../product/audited.ts'
import { byTurns, makeGuests } from '../../product/guests.ts'
import { memoryOf } from '../../product/memory.ts'
import { type Product, startProduct } from '../../product/product.ts'
import { customerEnd, settled } from '../../product/settled.ts'
import { serverVersions } from '../../product/versions.ts'

const GUESTS = 400
const SMOKE_GUESTS = 20
const WINDOW = 1_000
const SMOKE_WINDOW = 50
/** More connections than requests ever wait at once, so that the service refuses and the generator holds nothing back. */
const CONNECTIONS = 5_000
const CAPACITY_SECONDS = 15
const TIMES_CAPACITY = 2
const DRAIN_TIMEOUT_MS = 300_000
const MS_PER_SECOND = 1_000
const KNOWN_ANSWERS = ['202', '429', '503', 'none']

export const open: Open = async ({ length: { seconds, warmUpSeconds }, isSmoke }) => {
  const full = { window: isSmoke ? SMOKE_WINDOW : WINDOW }
  const product = await startProduct()
  const generator = await Generator.connect(product.manifest, CONNECTIONS)
  const guests = await makeGuests(product.manifest, 'served', isSmoke ? SMOKE_GUESTS : GUESTS)
  const crowds = [byTurns(guests)]
  const run = (pace: Pace, forSeconds: number) => loaded(product, generator, crowds, pace, forSeconds)
  let capacity = (await run(full, warmUpSeconds)).goodputPerSecond
  return {
    subjects: [
      {
        name: 'capacity',
        run: async () => {
          const figures = await run(full, Math.min(seconds, CAPACITY_SECONDS))
          capacity = figures.goodputPerSecond
          return figures
        },
      },
      { name: 'twice', run: () => run({ perSecond: Math.round(capacity * TIMES_CAPACITY) }, seconds) },
    ],
    versions: await serverVersions(product.manifest),
    audit: () => violationsIn(product),
    close: async () => {
      await generator.close()
      await product.close()
    },
  }
}

async function loaded(
  product: Product,
  generator: Generator,
  crowds: readonly Crowd[],
  pace: Pace,
  seconds: number,
): Promise<Figures & { goodputPerSecond: number }> {
  const from = await customerEnd(product.manifest)
  const memory = new MemoryPeaks(product)
  const load = await generator.load({ crowds, pace, seconds, drainTimeoutMs: DRAIN_TIMEOUT_MS })
  const peaks = memory.stop()
  const endMs = Math.max(load.lastEndedMs, await settled(product.manifest, from))
  return { ...answersOf(load), ...timesOf(load, endMs), ...peaks }
}

function answersOf({ answers, withoutRetryAfter, unfinished }: LoadResult) {
  const others = Object.entries(answers).filter(([status]) => !KNOWN_ANSWERS.includes(status))
  return {
    accepted: answers['202'] ?? 0,
    tooMany: answers['429'] ?? 0,
    unavailable: answers['503'] ?? 0,
    unanswered: answers.none ?? 0,
    otherAnswers: sum(others.map(([, times]) => times)),
    withoutRetryAfter,
    unfinished,
  }
}

function timesOf(load: LoadResult, endMs: number) {
  const seconds = (load.stoppedMs - load.startedMs) / MS_PER_SECOND
  return {
    offeredPerSecond: load.sent / seconds,
    goodputPerSecond: load.endedInTime / seconds,
    answeredP50Ms: percentile(load.answeredAfterMs, 50),
    answeredP99Ms: percentile(load.answeredAfterMs, 99),
    deliveredP50Ms: percentile(load.deliveredAfterMs, 50),
    deliveredP99Ms: percentile(load.deliveredAfterMs, 99),
    drainSeconds: (endMs - load.stoppedMs) / MS_PER_SECOND,
  }
}

const SAMPLE_EVERY_MS = 5_000

/** The most memory of each group in any sample. */
class MemoryPeaks {
  readonly #product: Product
  readonly #timer: NodeJS.Timeout
  #peaks: ReturnType<typeof memoryOf>

  constructor(product: Product) {
    this.#product = product
    this.#peaks = memoryOf(product)
    this.#timer = setInterval(() => this.#look(), SAMPLE_EVERY_MS)
  }

  stop(): ReturnType<typeof memoryOf> {
    clearInterval(this.#timer)
    this.#look()
    return this.#peaks
  }

  #look(): void {
    const now = memoryOf(this.#product)
    this.#peaks = {
      memoryServices: Math.max(this.#peaks.memoryServices, now.memoryServices),
      memoryPostgres: Math.max(this.#peaks.memoryPostgres, now.memoryPostgres),
      memoryKafka: Math.max(this.#peaks.memoryKafka, now.memoryKafka),
    }
  }
}
