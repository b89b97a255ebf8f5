import type { Open, Subject } from '../../harness/bench.ts'
import { Generator } from '../../load/generator.ts'
import { violationsIn } from '../../product/audited.ts'
import { byTurns, makeGuests } from '../../product/guests.ts'
import { measure } from '../../product/measure.ts'
import { eachService } from '../../product/processes.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'

const USUAL = { guests: 400, window: 1_000, toSpeedSeconds: 15 }
const SMOKE = { guests: 20, window: 50, toSpeedSeconds: 1 }
const PROCESSES = { one: 1, two: 2, three: 3 }
const DRAIN_TIMEOUT_MS = 60_000

export const open: Open = async ({ length: { seconds, warmUpSeconds }, isSmoke }) => {
  const { guests, window, toSpeedSeconds } = isSmoke ? SMOKE : USUAL
  const product = await startProduct()
  const generator = await Generator.connect(product.manifest)
  const crowds = [byTurns(await makeGuests(product.manifest, 'served', guests))]
  const load = (forSeconds: number) =>
    measure(product, generator, { crowds, pace: { window }, seconds: forSeconds, drainTimeoutMs: DRAIN_TIMEOUT_MS })
  await load(warmUpSeconds)
  const subjects = Object.entries(PROCESSES).map(
    ([name, processes]): Subject => ({
      name,
      run: async () => {
        await eachService(product, (service) => product.scale(service, processes))
        await load(toSpeedSeconds)
        return load(seconds)
      },
    }),
  )
  return {
    subjects,
    versions: await serverVersions(product.manifest),
    audit: () => violationsIn(product),
    close: async () => {
      await generator.close()
      await product.close()
    },
  }
}
