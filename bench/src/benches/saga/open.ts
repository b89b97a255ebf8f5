import type { Open, Subject } from '../../harness/bench.ts'
import { Generator } from '../../load/generator.ts'
import type { Crowd, Pace } from '../../load/protocol.ts'
import { violationsIn } from '../../product/audited.ts'
import { measure } from '../../product/measure.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'
import { makeCrowds } from './crowds.ts'
import { rest } from './rest.ts'

const WINDOW = 1_000
const SMOKE_WINDOW = 50
const DRAIN_TIMEOUT_MS = 60_000
/** At few sagas a second, a p99 needs a longer run. */
const LONGER = { 20: 3, 100: 2, 300: 1.5 } as const
const REST_LONGER = 2

export const open: Open = async ({ length: { seconds, warmUpSeconds }, isSmoke, profile }) => {
  const full = { window: isSmoke ? SMOKE_WINDOW : WINDOW }
  const product = await startProduct({ profile })
  const generator = await Generator.connect(product.manifest)
  const crowds = await makeCrowds(product.manifest, isSmoke)
  const load = (crowd: readonly Crowd[], pace: Pace, forSeconds: number) =>
    measure(product, generator, { crowds: crowd, pace, seconds: forSeconds, drainTimeoutMs: DRAIN_TIMEOUT_MS })
  const subject = (name: string, crowd: readonly Crowd[], pace: Pace, forSeconds = seconds): Subject => ({
    name,
    run: () => load(crowd, pace, forSeconds),
  })
  await load(crowds.everybody, full, warmUpSeconds)
  return {
    subjects: [
      subject('saturation', crowds.everybody, full),
      subject('hot', crowds.hot, full),
      subject('failing-5', crowds.failing(5), full),
      subject('failing-20', crowds.failing(20), full),
      subject('rate-20', crowds.everybody, { perSecond: 20 }, seconds * LONGER[20]),
      subject('rate-100', crowds.everybody, { perSecond: 100 }, seconds * LONGER[100]),
      subject('rate-300', crowds.everybody, { perSecond: 300 }, seconds * LONGER[300]),
      { name: 'rest', run: () => rest(product, seconds * REST_LONGER) },
    ],
    versions: await serverVersions(product.manifest),
    audit: () => violationsIn(product),
    close: async () => {
      await generator.close()
      await product.close()
    },
  }
}
