import { cancel, routesOf } from '@bistro/client'
import { headersOf, slugOf } from '@bistro/http-client'
import { type Check, CouldNotCheck, sagaPage, type Visit, visit, type World } from '@bistro/workshop'
import { registerAndReserve } from './newcomer.ts'

const GUESTS = 3
/** Two such delays in a row are still shorter than a service waits for a version. */
const LATE = { seed: 15, faults: [{ name: 'delay', rate: 1, ms: 600 }] }
const FAR_AHEAD = 99
const NOT_CAUGHT_UP = 503

export async function verify(world: World): Promise<readonly Check[]> {
  world.tell(`${GUESTS} guests reserve, and their seats are confirmed.`)
  const guests = await Promise.all(Array.from({ length: GUESTS }, () => visit(world)))
  for (const guest of guests) await confirmed(world, guest)

  world.tell(
    'The events of the reservation service arrive up to 0.6 s late. The guests cancel, and look at their lists.',
  )
  await world.breakOnPurpose('reservation', LATE)
  const looks: Look[] = []
  for (const guest of guests) looks.push(await cancelAndLook(world, guest))
  await world.mend('reservation')
  const [guest] = guests
  const where = guest ? sagaPage(world, guest) : ''
  const checks: Check[] = [without(looks, where), withToken(looks, where)]
  if (checks.some(({ isRight }) => !isRight) || !guest) return checks
  return [...checks, await tooFarAhead(world, guest), await registerAndReserve(world, LATE)]
}

interface Look {
  readonly without: string
  readonly withToken: string
}

async function confirmed(world: World, guest: Visit): Promise<void> {
  const isListed = await world.until(async () =>
    (await statusOf(world, guest)).says === 'confirmed' ? true : undefined,
  )
  if (!isListed) throw new CouldNotCheck('The seats of an ordinary guest are not confirmed.', 'npm run lab -- start')
}

async function cancelAndLook(world: World, guest: Visit): Promise<Look> {
  const { status, token } = await cancel(world.manifest, guest.reservationId)
  if (token === undefined)
    throw new CouldNotCheck(
      `POST /reservations/{id}/cancellation answers ${status} without a token.`,
      'npm run lab -- start',
    )
  const first = await statusOf(world, guest)
  const second = await world.until(async () => {
    const look = await statusOf(world, guest, token)
    return look.status === NOT_CAUGHT_UP ? undefined : look
  })
  return { without: first.says, withToken: second?.says ?? 'not-caught-up, again and again' }
}

interface Answer {
  readonly status: number
  /** The status of the reservation in the guest's list, or the problem's name. */
  readonly says: string
  readonly retryAfter: string | null
}

/** What the customer service says in the guest's list of reservations. */
async function statusOf({ manifest }: World, { customerId, reservationId }: Visit, token?: string): Promise<Answer> {
  const { data, error, response } = await routesOf(manifest, 'customer').GET('/customers/{id}/reservations', {
    params: { path: { id: customerId }, header: headersOf({ tokens: [token] }) },
  })
  const listed = data?.items.find((item) => item.reservationId === reservationId)
  const says = error ? slugOf(error) : (listed?.status ?? 'not listed')
  return { status: response.status, says, retryAfter: response.headers.get('retry-after') }
}

function without(looks: readonly Look[], where: string): Check {
  const stale = looks.filter((look) => look.without === 'confirmed').length
  return {
    what: 'Without the token, a list may be old',
    expected: 'some still say confirmed, and nobody has to wait',
    saw: `${stale} of ${looks.length} still say confirmed`,
    isRight: stale > 0,
    where,
  }
}

function withToken(looks: readonly Look[], where: string): Check {
  const said = looks.map((look) => look.withToken)
  const stale = said.filter((status) => status === 'confirmed').length
  return {
    what: 'With the token, the list shows the cancellation',
    expected: 'all say cancelling or cancelled',
    saw: stale > 0 ? `${stale} of ${said.length} still say confirmed` : said.join(', '),
    isRight: said.every((status) => status === 'cancelling' || status === 'cancelled'),
    where,
  }
}

async function tooFarAhead(world: World, guest: Visit): Promise<Check> {
  world.tell('A guest sends a token of a version that does not come.')
  const { status, says, retryAfter } = await statusOf(world, guest, `reservation:${guest.reservationId}@${FAR_AHEAD}`)
  return {
    what: 'What does not arrive in time is refused, not answered with old data',
    expected: '503 not-caught-up, with Retry-After',
    saw: `${status} ${says}, ${retryAfter === null ? 'without' : 'with'} Retry-After`,
    isRight: status === NOT_CAUGHT_UP && says === 'not-caught-up' && retryAfter !== null,
    where: 'libs/kit/src/http/problem.ts: tryLater',
  }
}
