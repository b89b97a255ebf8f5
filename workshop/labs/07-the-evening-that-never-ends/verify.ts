import { operatorRoutesOf, routesOf, type Wishes } from '@bistro/client'
import { type Check, sagaPage, type Visit, visit, type World } from '@bistro/workshop'

const SECOND_MS = 1_000
const HOLD_SECONDS = 4
/** So long after the end of the hold the service starts again: by then a timer counts as missed. */
const DOWN_LONGER_MS = 2_000
/** A hold that has ended ends at once; one that begins anew takes HOLD_SECONDS. */
const AT_ONCE_MS = (HOLD_SECONDS * SECOND_MS) / 2
/** By then a hold that begins anew has ended too. */
const NEVER_MS = (HOLD_SECONDS + 2) * SECOND_MS
const ALL_SEATS: Partial<Wishes> = { seats: 2, seatsOfEvening: 2 }

export async function verify(world: World): Promise<readonly Check[]> {
  world.tell('A guest pays in time, and one does not.')
  const paid = await visit(world, { holdSeconds: HOLD_SECONDS })
  const ofPaid = await statusWhen(world, paid, (status) => status === 'confirmed')
  const guest = await visit(world, { ...ALL_SEATS, cardToken: 'tok_never', holdSeconds: HOLD_SECONDS })
  const across = await holdAcrossCrash(world, guest)
  if (!across.isRight) return [across]
  return [across, await seatsAreFree(world, guest), await holdWhileUp(world), await paidKeeps(world, paid, ofPaid)]
}

async function holdAcrossCrash(world: World, guest: Visit): Promise<Check> {
  const { manifest, tell, until } = world
  const path = { id: guest.reservationId }
  const { data } = await routesOf(manifest, 'reservation').GET('/reservations/{id}', { params: { path } })
  const endsMs = Date.parse(data?.holdExpiresAt ?? '')
  tell(`The reservation service is killed while ${HOLD_SECONDS} s of a hold run.`)
  await world.kill('reservation')
  await until(
    async () => Date.now() > endsMs + DOWN_LONGER_MS || undefined,
    HOLD_SECONDS + DOWN_LONGER_MS / SECOND_MS + 1,
  )
  tell('The hold is over. The reservation service starts again.')
  await world.start('reservation')
  const backMs = Date.now()
  const expiredMs = await until(
    async () => {
      const found = await expiryOf(world, guest)
      return found ?? (Date.now() > backMs + NEVER_MS ? 'never' : undefined)
    },
    NEVER_MS / SECOND_MS + 1,
  )
  const afterMs = typeof expiredMs === 'number' ? Math.max(0, expiredMs - backMs) : undefined
  return {
    what: 'A hold that ends while the service is down ends when it is back',
    expected: 'expired at once',
    saw:
      afterMs === undefined
        ? `still held ${inSeconds(Date.now() - backMs)} after the service was back`
        : `expired ${inSeconds(afterMs)} after the service was back`,
    isRight: afterMs !== undefined && afterMs < AT_ONCE_MS,
    where: `${sagaPage(world, guest)}: what the saga waits for`,
  }
}

const inSeconds = (ms: number): string => `${(ms / SECOND_MS).toFixed(1)} s`

/** When the hold ended, by the service's own clock. */
async function expiryOf({ manifest }: World, { reservationId }: Visit): Promise<number | undefined> {
  const path = { id: reservationId }
  const { data } = await operatorRoutesOf(manifest, 'reservation').GET('/streams/{id}', { params: { path } })
  const expired = data?.events.find(({ type }) => type === 'ReservationExpired')
  return expired && Date.parse(expired.time)
}

async function holdWhileUp(world: World): Promise<Check> {
  const guest = await visit(world, { cardToken: 'tok_never', holdSeconds: 1 })
  const saw = await statusWhen(world, guest, (status) => status === 'expired')
  return {
    what: 'A hold ends while the service runs',
    expected: 'expired',
    saw,
    isRight: saw === 'expired',
    where: sagaPage(world, guest),
  }
}

async function seatsAreFree(world: World, { eveningId, ...guest }: Visit): Promise<Check> {
  const evening = async () => {
    const path = { id: eveningId }
    return (await routesOf(world.manifest, 'reservation').GET('/evenings/{id}', { params: { path } })).data
  }
  const { free, seats } = (await evening()) ?? { free: 0, seats: 0 }
  return {
    what: 'The seats of the evening are free again',
    expected: `${seats} of ${seats} seats`,
    saw: `${free} of ${seats} seats`,
    isRight: seats > 0 && free === seats,
    where: sagaPage(world, guest),
  }
}

async function paidKeeps(world: World, guest: Visit, before: string): Promise<Check> {
  const now = await statusWhen(world, guest, (status) => status !== undefined)
  return {
    what: 'A guest who has paid keeps the seats, however long ago the hold would have ended',
    expected: 'confirmed',
    saw: before === now ? now : `first ${before}, then ${now}`,
    isRight: before === 'confirmed' && now === 'confirmed',
    where: sagaPage(world, guest),
  }
}

/** The status of a reservation once it is as meant, or when patience ends. */
async function statusWhen(
  { manifest, until }: World,
  { reservationId }: Visit,
  isMeant: (status: string | undefined) => boolean,
): Promise<string> {
  const status = async () => {
    const path = { id: reservationId }
    return (await routesOf(manifest, 'reservation').GET('/reservations/{id}', { params: { path } })).data?.status
  }
  return (
    (await until(async () => {
      const now = await status()
      return isMeant(now) ? now : undefined
    })) ??
    (await status()) ??
    'no reservation'
  )
}
