import { setTimeout as delay } from 'node:timers/promises'
import { topics } from '@bistro/events'
import { correctQuotas } from '@bistro/stack/deployment'
import type { Figures, Open } from '../../harness/bench.ts'
import { Generator } from '../../load/generator.ts'
import type { Pace } from '../../load/protocol.ts'
import { violationsIn } from '../../product/audited.ts'
import { byTurns, makeGuests } from '../../product/guests.ts'
import { liftQuota, withKafkaAdmin } from '../../product/kafka-admin.ts'
import { measure } from '../../product/measure.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'
import { Wild } from '../../wild/wild.ts'

const USUAL = { guests: 400, window: 1_000, perSecond: 50, aheadMs: 15_000 }
const SMOKE = { guests: 20, window: 50, perSecond: 20, aheadMs: 500 }
const DRAIN_TIMEOUT_MS = 60_000
/** It has no part in the saga: who is told to wait is slow itself, and what waits for it too. */
const WILD = 'notification'
const MAY_READ = [topics.customer, topics.reservation, topics.order, topics.payment]
const BYTES_PER_MIB = 1_048_576
const [MS_PER_SECOND, PERCENT] = [1_000, 100]

export const open: Open = async ({ length: { seconds, warmUpSeconds }, isSmoke }) => {
  const { guests, window, perSecond, aheadMs } = isSmoke ? SMOKE : USUAL
  const product = await startProduct()
  const generator = await Generator.connect(product.manifest)
  const crowds = [byTurns(await makeGuests(product.manifest, 'served', guests))]
  const load = (pace: Pace, forSeconds: number) =>
    measure(product, generator, { crowds, pace, seconds: forSeconds, drainTimeoutMs: DRAIN_TIMEOUT_MS })

  async function besideWild(): Promise<Figures> {
    const wild = await Wild.start(product.manifest, WILD, MAY_READ)
    try {
      await delay(aheadMs)
      await wild.took()
      const startedMs = performance.now()
      const figures = await load({ perSecond }, seconds)
      const tookMs = performance.now() - startedMs
      const { bytes, throttledMs, cpuMs } = await wild.took()
      return {
        ...figures,
        wildMibPerSecond: (bytes / BYTES_PER_MIB / tookMs) * MS_PER_SECOND,
        wildCores: cpuMs / tookMs,
        throttledPercent: (throttledMs / tookMs) * PERCENT,
      }
    } finally {
      await wild.stop()
    }
  }

  await load({ window }, warmUpSeconds)
  return {
    subjects: [
      { name: 'calm', run: () => load({ perSecond }, seconds) },
      {
        name: 'wild',
        run: async () => {
          await liftQuota(product.manifest, WILD)
          return besideWild()
        },
      },
      {
        name: 'wild-with-quota',
        run: async () => {
          await withKafkaAdmin(product.manifest, correctQuotas)
          return besideWild()
        },
      },
    ],
    versions: await serverVersions(product.manifest),
    audit: () => violationsIn(product),
    close: async () => {
      await generator.close()
      await product.close()
    },
  }
}
