import { join } from 'node:path'
import { backUp, restorableIn, restoreService, secretsOf } from '@bistro/stack'
import type { Figures, Open } from '../../harness/bench.ts'
import { eachService } from '../../product/processes.ts'
import { type Product, startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'
import { publishPayments } from './payments.ts'

const EVENTS = 100_000
const SMOKE_EVENTS = 200
const UNIT_EVENTS = 100_000
const MS_PER_SECOND = 1_000
const quietly = (): void => undefined

export const open: Open = async ({ isSmoke }) => {
  const product = await startProduct()
  await eachService(product, product.process.stop)
  const events = isSmoke ? SMOKE_EVENTS : EVENTS
  const half = join(product.dataDir, 'half')
  await publishPayments(product, events / 2)
  await restore(product)
  await backUp(product.manifest, 'payment', half, quietly)
  await publishPayments(product, events / 2)
  await restore(product)
  let backups = 0
  const timed = async (work: () => Promise<unknown>): Promise<Figures> => {
    const startedMs = performance.now()
    await work()
    const seconds = (performance.now() - startedMs) / MS_PER_SECOND
    return { seconds, events, secondsPer100k: (seconds * UNIT_EVENTS) / events }
  }
  const folder = (): string => join(product.dataDir, `backup-${++backups}`)
  return {
    subjects: [
      { name: 'nothing', run: () => timed(() => restore(product)) },
      { name: 'half', run: () => timed(() => restore(product, half)) },
      { name: 'backup', run: () => timed(() => backUp(product.manifest, 'payment', folder(), quietly)) },
    ],
    versions: await serverVersions(product.manifest),
    close: () => product.close(),
  }
}

async function restore({ manifest, dataDir, specOf }: Product, folder?: string): Promise<void> {
  await restoreService({
    ...{ manifest, secrets: secretsOf(dataDir), service: 'payment', environment: specOf('payment').env ?? {} },
    ...(folder !== undefined && { from: await restorableIn(folder, 'payment') }),
    onCopied: quietly,
    onProgress: quietly,
  })
}
