import { randomUUID } from 'node:crypto'
import type { Figures, Open } from '../../harness/bench.ts'
import { eachService } from '../../product/processes.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'
import { KEEPINGS, type Keeping } from './about.ts'
import { Cluster } from './cluster.ts'
import { makeTopic, numbersOn, untilLed } from './topic.ts'
import { Writer } from './writer.ts'

/** How far the followers are behind when the leader dies. */
/** How long the disk that is left is waited for. */
const ALONE_MS = 20_000
const BEHIND_MS = 500

export const open: Open = async ({ length: { seconds } }) => {
  const product = await startProduct({ settings: { BISTRO_BROKERS: '3' } })
  await eachService(product, product.process.stop)
  const cluster = new Cluster(product)
  return {
    subjects: Object.entries(KEEPINGS).map(([name, keeping]) => ({
      name,
      run: () => figuresOf(cluster, keeping, seconds),
    })),
    versions: await serverVersions(product.manifest),
    close: () => product.close(),
  }
}

async function figuresOf(cluster: Cluster, keeping: Keeping, seconds: number): Promise<Figures> {
  await cluster.untilInSync()
  const topic = `bench.brokers.${randomUUID().slice(0, 8)}`
  await makeTopic(cluster, topic, keeping)
  const writer = new Writer(cluster.client(), topic, keeping)
  await writer.start()
  try {
    const acceptedWithAll = await writer.acceptedPerSecond(seconds)
    await cluster.lose('kafka-2', 2)
    const acceptedWithoutOne = await writer.acceptedPerSecond(seconds)
    const goOn = await cluster.hang(['kafka'], BEHIND_MS)
    const diedMs = performance.now()
    const lost = cluster.lose('kafka-3', 3)
    goOn()
    await lost
    const acceptedWithoutTwo = await writer.acceptedPerSecond(seconds)
    await writer.stop()
    const silentMs = writer.silenceAfter(diedMs)
    cluster.wipe('kafka-3')
    // As an operator would: the disk that is left first, so that it and not the empty one leads. The controller may wait for the last leader all the same.
    await cluster.start('kafka-2')
    if (keeping.replicas > 1) await untilLed(cluster, topic, ALONE_MS).catch(() => undefined)
    await cluster.start('kafka-3')
    await untilLed(cluster, topic)
    const found = await numbersOn(cluster, topic)
    return {
      lost: writer.acknowledged.filter(({ number }) => !found.has(number)).length,
      ...{ acceptedWithAll, acceptedWithoutOne, acceptedWithoutTwo },
      ...(silentMs !== undefined && { silentMs }),
      acknowledged: writer.acknowledged.length,
    }
  } finally {
    await writer.stop()
  }
}
