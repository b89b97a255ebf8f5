import { replay } from '@bistro/audit'
import { type Check, consolePage, type World } from '@bistro/workshop'
import { cancelledByTheRestaurant, statusInView } from './guest.ts'
import { type Past, pastOf } from './past.ts'

const VIEW = 'customer_reservations'

export async function verify(world: World): Promise<readonly Check[]> {
  world.tell('A guest orders to an address that the carrier does not serve ...')
  const row = await newRow(world)
  if (!row.isRight) return [row]
  world.tell(`${VIEW} is replayed from the first event ...`)
  const rows = await everyRow(world)
  if (!rows.isRight) return [row, rows]
  const id = world.answers.get('reservation')?.trim()
  const past = id === undefined ? undefined : await pastOf(world, id)
  const found = foundReservation(world, id, past)
  return past && found.isRight ? [row, rows, found, asOf(world, past)] : [row, rows, found]
}

async function newRow(world: World): Promise<Check> {
  const cancelled = await cancelledByTheRestaurant(world)
  const status = await statusInView(world, cancelled)
  return {
    what: 'A guest sees that the restaurant has cancelled',
    expected: 'the status cancelled',
    saw: `the status ${status} for ${cancelled.reservationId}`,
    isRight: status === 'cancelled',
    where: `${world.manifest.services.customer.url}/customers/${cancelled.customerId}/reservations`,
  }
}

async function everyRow({ manifest }: World): Promise<Check> {
  const { live, differences } = await replay(manifest, 'customer', VIEW)
  const [first] = differences
  return {
    what: 'Every row equals its replay, those from before the mend too',
    expected: 'no row differs from what its events say',
    saw: first
      ? `${differences.length} of ${live} rows differ, such as ${first.key}: ${first.detail}`
      : `${live} rows, all equal`,
    isRight: first === undefined,
    where: `npm run replay -- customer ${VIEW}, or the page Views of the console`,
  }
}

function foundReservation(world: World, id: string | undefined, past: Past | undefined): Check {
  const about = { expected: 'one that was confirmed, and cancelled without the guest asking for it' }
  const [saw, isRight] =
    id === undefined
      ? ['no answer yet', false]
      : past === undefined
        ? [`no reservation ${id} on the topics`, false]
        : past.isCancelledByTheRestaurant
          ? [id, true]
          : [`${id}, which was not`, false]
  return {
    what: 'The answer `reservation` names one that the restaurant cancelled',
    ...about,
    saw,
    isRight,
    where: `${consolePage(world, '/sagas')}, or npm run lab -- answer reservation ID`,
  }
}

function asOf({ answers, manifest }: World, { reserved }: Past): Check {
  const answer = answers.get('reserved')?.replaceAll(/[\s,.]/g, '')
  return {
    what: "The answer `reserved` is the guest's credit as of then",
    expected: 'the amount that was reserved one moment before OrderCancelled, in cents',
    saw: answer === undefined ? 'no answer yet' : answer === String(reserved) ? answer : `${answer}, which it was not`,
    isRight: answer === String(reserved),
    where: `${manifest.services.customer.url}/streams/CUSTOMER?at=TIME, or the slider on the saga's page`,
  }
}
