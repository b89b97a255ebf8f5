import { setTimeout as delay } from 'node:timers/promises'
import { type Arranged, arrange, readEvents, reserve, SERVICES, watchSagas } from '@bistro/client'
import { isOwner } from '@bistro/events'
import { afterAll, describe, expect, it } from 'vitest'
import { metricsOf } from '../support/metrics.ts'
import { CROWD, endOf, textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

const MOST_ALONE = 30
const CROWD_SIZE = 300
const MOST_EACH_IN_A_CROWD = 2
/** The last acknowledgement and the last offsets are written within two seconds of the last event. */
const QUIET_MS = 3_000

describe('few commits', async () => {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  afterAll(() => reader.close())

  /** How many transactions `count` delivered sagas need that begin at once. */
  async function commitsFor(count: number): Promise<number> {
    const arranged = await arrange(manifest, CROWD)
    const before = await commitsWhenQuiet()
    await Promise.all(Array.from({ length: count }, () => deliver(arranged)))
    return (await commitsWhenQuiet()) - before
  }

  async function deliver(arranged: Arranged): Promise<void> {
    const answer = await reserve(manifest, arranged, CROWD)
    expect(await endOf(sagas, textIn(answer, 'reservationId'))).toBe('OrderDelivered')
  }

  it(`needs ${MOST_ALONE} or fewer for one saga that runs alone`, async () => {
    const commits = await commitsFor(1)
    console.log(`commits of one saga alone: ${commits}`)
    expect(commits).toBeLessThanOrEqual(MOST_ALONE)
  })

  it(`needs fewer than ${MOST_EACH_IN_A_CROWD} each for ${CROWD_SIZE} sagas at once`, async () => {
    const commits = (await commitsFor(CROWD_SIZE)) / CROWD_SIZE
    console.log(`commits per saga, ${CROWD_SIZE} at once: ${commits.toFixed(2)}`)
    expect(commits).toBeLessThan(MOST_EACH_IN_A_CROWD)
  })
})

/** The commits of the saga's services together (a service that only reads takes no part in it), once none has been added for a while. */
async function commitsWhenQuiet(): Promise<number> {
  let commits = await commitsSoFar()
  for (;;) {
    await delay(QUIET_MS)
    const now = await commitsSoFar()
    if (now === commits) return commits
    commits = now
  }
}

async function commitsSoFar(): Promise<number> {
  const counts = await Promise.all(
    SERVICES.filter(isOwner).map(async (service) => {
      const metrics = await metricsOf(manifest, service)
      const line = /^bistro_commits_total(?:\{.*\})? (\d+)$/m.exec(metrics)
      if (!line) throw new Error(`${service} does not count its commits`)
      return Number(line[1])
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
