import { carrierNews } from '../requests.ts'
import type { World } from '../world.ts'
import type { CarrierNews } from './carrier.ts'

const ARRIVES_LEAST_MS = 1
const ARRIVES_MOST_MS = 50
const LATE_MOST_MS = 10_000
const VERY_LATE_MS = 70_000
const REPEAT_LEAST_MS = 300
const REPEAT_MOST_MS = 2_000
const LATE = 0.08
const VERY_LATE = 0.02
const AGAIN = 0.05
const AGAIN_MOST_MS = 20_000

/** A webhook, repeated until it is answered, and at times after that. */
export function deliverNews(world: World, news: CarrierNews): void {
  const { faults, random } = world
  const [late, veryLate] = [faults.strikes('webhooks', LATE), faults.strikes('webhooks', VERY_LATE)]
  const afterMs = random.between(ARRIVES_LEAST_MS, veryLate ? VERY_LATE_MS : late ? LATE_MOST_MS : ARRIVES_MOST_MS)
  if (late || veryLate) tell(world, `the webhook "${news.kind}" arrives only ${afterMs} ms later`)
  world.agenda.in(afterMs, () => post(world, news))
  if (!faults.strikes('webhooks', AGAIN)) return
  tell(world, `the webhook "${news.kind}" will come twice`)
  world.agenda.in(random.between(1, AGAIN_MOST_MS), () => post(world, news))
}

const tell = (world: World, what: string): void => world.note('carrier', what, { fault: true })

async function post(world: World, news: CarrierNews): Promise<void> {
  const { agenda, random, sites } = world
  const { up, database } = sites.shipping
  const again = (): void => void agenda.in(random.between(REPEAT_LEAST_MS, REPEAT_MOST_MS), () => post(world, news))
  const delivery = up.length > 0 ? await database.store.row('deliveries', news.shipmentId) : undefined
  if (!delivery) return again()
  const request = carrierNews(world.newCause(), news, delivery as { orderId: string; customerId: string })
  if (!(await random.one(up).ask(request))) again()
}
