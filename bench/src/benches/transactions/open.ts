import type { Figures, Open } from '../../harness/bench.ts'
import { eachService } from '../../product/processes.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'
import { WAYS, type Way } from './about.ts'
import { Runs } from './runs.ts'

export const open: Open = async ({ length: { seconds, warmUpSeconds } }) => {
  const product = await startProduct()
  await eachService(product, product.process.stop)
  await warmUp(await Runs.open(product, warmUpSeconds))
  const runs = await Runs.open(product, seconds)
  const figuresOf = async (way: Way): Promise<Figures> => ({
    ...(await runs.atFullSpeed(way)),
    ...(await runs.atEase(way)),
    ...(await runs.withKills(way)),
  })
  return {
    subjects: Object.entries(WAYS).map(([name, way]) => ({ name, run: () => figuresOf(way) })),
    versions: await serverVersions(product.manifest),
    close: async () => {
      await runs.close()
      await product.close()
    },
  }
}

/** The broker compiles what it needs for both. */
async function warmUp(runs: Runs): Promise<void> {
  await runs.atFullSpeed(WAYS['at-least-once'] as Way)
  await runs.atFullSpeed(WAYS['transactions-10ms'] as Way)
  await runs.close()
}
