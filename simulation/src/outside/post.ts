import { carrierNews } from '../requests.ts'
import type { Simulation } from '../simulation.ts'
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

/** Delivers a webhook: the carrier repeats it until it gets a response, and sometimes once more. */
export function deliverNews(simulation: Simulation, news: CarrierNews): void {
  const { faults, random } = simulation
  const [late, veryLate] = [faults.injects('webhooks', LATE), faults.injects('webhooks', VERY_LATE)]
  const afterMs = random.between(ARRIVES_LEAST_MS, veryLate ? VERY_LATE_MS : late ? LATE_MOST_MS : ARRIVES_MOST_MS)
  if (late || veryLate) tell(simulation, `the webhook "${news.kind}" arrives ${afterMs} ms late`)
  simulation.agenda.in(afterMs, () => post(simulation, news))
  if (!faults.injects('webhooks', AGAIN)) return
  tell(simulation, `the webhook "${news.kind}" will be delivered twice`)
  simulation.agenda.in(random.between(1, AGAIN_MOST_MS), () => post(simulation, news))
}

const tell = (simulation: Simulation, what: string): void => simulation.note('carrier', what, { fault: true })

async function post(simulation: Simulation, news: CarrierNews): Promise<void> {
  const { agenda, random, sites } = simulation
  const { up, database } = sites.shipping
  const again = (): void =>
    void agenda.in(random.between(REPEAT_LEAST_MS, REPEAT_MOST_MS), () => post(simulation, news))
  const delivery = up.length > 0 ? await database.store.row('deliveries', news.shipmentId) : undefined
  if (!delivery) return again()
  const request = carrierNews(simulation.newCause(), news, delivery as { orderId: string; customerId: string })
  if (!(await random.one(up).ask(request))) again()
}
