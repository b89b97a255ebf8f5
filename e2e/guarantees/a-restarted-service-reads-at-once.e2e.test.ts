import { arrange, readEvents, reserve, SERVICES, watchSagas } from '@bistro/client'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { CROWD, textIn } from '../support/sagas.ts'
import { kill, manifest, restore, start, stop } from '../support/shared-stack.ts'

/** The broker waits 6 s for a member that it does not recognise before it deals that member's partitions anew. */
const CONFIRMED_WITHIN_MS = 5_000
const ROLLING_CONFIRMED_WITHIN_MS = 10_000

describe('a service that is started again has its partitions at once', async () => {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  afterAll(() => reader.close())
  const isConfirmed = (reservationId: string, withinMs: number): Promise<boolean> =>
    sagas
      .until(reservationId, ({ type }) => type === 'OrderConfirmed', withinMs)
      .then((confirmed) => confirmed !== undefined)

  describe.each(SERVICES)('%s', (name) => {
    afterEach(() => restore(name))

    it('was killed: it has part in a confirmed order five seconds later', async () => {
      const arranged = await arrange(manifest, CROWD)
      await kill(name)
      const killedAt = Date.now()
      await start(name)
      const reservationId = textIn(await reserve(manifest, arranged, CROWD), 'reservationId')
      const left = Math.max(0, CONFIRMED_WITHIN_MS - (Date.now() - killedAt))
      expect(await isConfirmed(reservationId, left)).toBe(true)
    })

    it('was stopped: who reserves just before waits ten seconds at most', async () => {
      const arranged = await arrange(manifest, CROWD)
      const reservationId = textIn(await reserve(manifest, arranged, CROWD), 'reservationId')
      const confirmed = isConfirmed(reservationId, ROLLING_CONFIRMED_WITHIN_MS)
      await stop(name)
      await start(name)
      expect(await confirmed).toBe(true)
    })
  })
})
