import { setTimeout as delay } from 'node:timers/promises'
import { arrange, ORDINARY, readEvents, reserve, routesOf, watchSagas } from '@bistro/client'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { leftBehind } from '../support/left-behind.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { kill, manifest, restore, start } from '../support/shared-stack.ts'

const HOLD_SECONDS = 2
const GUEST = { ...ORDINARY, cardToken: 'tok_never', holdSeconds: HOLD_SECONDS }

describe('timers are durable', async () => {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  afterAll(() => reader.close())
  afterEach(() => restore('reservation'))

  it('a hold expires though the service was down when it was due', async () => {
    const arranged = await arrange(manifest, GUEST)
    const answer = await reserve(manifest, arranged, GUEST)
    await kill('reservation')
    await delay(HOLD_SECONDS * 1_000)
    await start('reservation')

    const reservationId = textIn(answer, 'reservationId')
    expect(await endOf(sagas, reservationId)).toBe('OrderCancelled')
    const path = { id: reservationId }
    const { data } = await routesOf(manifest, 'reservation').GET('/reservations/{id}', { params: { path } })
    expect(data).toMatchObject({ status: 'expired' })
    await expect
      .poll(() => leftBehind(manifest, arranged, [textIn(answer, 'orderId')]), { timeout: 10_000, interval: 100 })
      .toMatchObject({ creditReserved: 0, seatsHeld: 0, seatsConfirmed: 0, captures: [] })
  })
})
