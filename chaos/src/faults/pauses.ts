import { setTimeout as delay } from 'node:timers/promises'
import type { ServiceName } from '@bistro/client'
import type { Begin } from '../world.ts'

const AWAKE_MS = 3_000

/** Pauses a process and its descendants; they keep their connections, locks and partitions. */
export const pausing =
  (nameOf: (target: string) => string = (target) => target): Begin =>
  async ({ signals, stack, outages }, { target }) => {
    const name = nameOf(target)
    const isBack = outages.begin(name)
    const resume = await signals.pause(stack, name)
    return async () => {
      await resume()
      isBack()
    }
  }

export const pauses: Readonly<Record<string, Begin>> = {
  'service paused': pausing(),
  'provider or carrier paused': pausing(),
  // A second process resumes after the first has taken over its partitions and leases, and is killed then.
  'replica paused': async ({ replicas, signals }, { target }) => {
    const replica = await replicas.start(target as ServiceName)
    const resume = await signals.pausePids(replica.pid === undefined ? [] : [replica.pid])
    return async () => {
      await resume()
      await delay(AWAKE_MS)
      await replicas.kill(replica)
    }
  },
}
