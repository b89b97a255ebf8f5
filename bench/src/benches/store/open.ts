import { v7 as newId } from 'uuid'
import type { Figures, Open, Subject } from '../../harness/bench.ts'
import { freshDatabase, transactionsSoFar } from '../../parts/database.ts'
import { perSecond } from '../../parts/pace.ts'
import { CONNECTIONS, ofKit, ofOneCall, ofRows, type StoreUse } from '../../parts/stores.ts'
import { eachService } from '../../product/processes.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'

/** Commands that wait at the same time. */
const MANY = 500

export const open: Open = async ({ length: { seconds, warmUpSeconds } }) => {
  const product = await startProduct()
  await eachService(product, product.process.stop)
  const subject = (name: string, use: (url: string) => Promise<StoreUse>, atATime: number): Subject => ({
    name,
    run: async () => {
      const url = await freshDatabase(product)
      const { append, close } = await use(url)
      try {
        return await figuresOf(url, append, atATime)
      } finally {
        await close()
      }
    },
  })
  async function figuresOf(url: string, append: StoreUse['append'], atATime: number): Promise<Figures> {
    // Pairs of commands: one makes a stream, one finds it.
    const write = async (): Promise<void> => {
      const stream = newId()
      await append(stream)
      await append(stream)
    }
    await perSecond(warmUpSeconds, atATime, write)
    const before = await transactionsSoFar(url)
    const appendedPerSecond = 2 * (await perSecond(seconds, atATime, write))
    const transactions = (await transactionsSoFar(url)) - before
    return { appendedPerSecond, transactionsPerEvent: transactions / (appendedPerSecond * seconds) }
  }

  return {
    subjects: [
      subject('kit', ofKit, MANY),
      subject('kit-1', ofKit, 1),
      subject('row-by-row', ofRows, CONNECTIONS),
      subject('one-call', ofOneCall, CONNECTIONS),
    ],
    versions: await serverVersions(product.manifest),
    close: () => product.close(),
  }
}
