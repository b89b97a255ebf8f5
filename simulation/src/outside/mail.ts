import { sourceOf } from '@bistro/events'
import { isServiceName, type ServiceName } from '@bistro/services'
import type { Simulation } from '../simulation.ts'

interface Page {
  readonly service: string
  /** The Consistency-Token of the event that the page must show. */
  readonly token: string
}

interface Sending {
  readonly key: string
  readonly to: string
}

/** What the mail server has taken, by key: a key that it knows is a copy of the same message. */
export class SimulatedMail {
  readonly taken = new Map<string, { readonly to: string; copies: number }>()

  /** @returns whether the message is new */
  take({ key, to }: Sending): boolean {
    const known = this.taken.get(key)
    if (known) known.copies += 1
    else this.taken.set(key, { to, copies: 1 })
    return !known
  }
}

/** Whether the service behind a page has reached a token, as it answers itself while it is up. */
export async function isShown(simulation: Simulation, { service, token }: Page): Promise<boolean> {
  const [, owner = '', stream = '', version = ''] = /^(.*):(.*)@(.*)$/.exec(token) ?? []
  if (!isServiceName(service) || !isServiceName(owner)) return false
  const { up, database } = simulation.sites[service]
  if (up.length === 0 || database.isDown) return false
  const reached =
    owner === service
      ? simulation.books.of(owner, stream).length
      : await database.store.gateVersion(sourceOf(owner), stream)
  return reached >= Number(version)
}

/** Takes a message, and looks whether the page behind its link really shows what it says. */
export async function takeMessage(simulation: Simulation, mail: SimulatedMail, sending: Sending): Promise<object> {
  const { books } = simulation
  if (!mail.take(sending)) return { status: 'sent' }
  const event = books.eventOf(sending.key)
  if (!event) simulation.violate(`a message to ${sending.to} tells of no event: ${sending.key}`)
  else {
    const saga = books.sagaOf(event)
    simulation.note('mail', `takes a message to ${sending.to} about ${event.type}`, { saga })
    if (saga !== undefined && !(await isTrue(simulation, event.type, saga, event.stream)))
      simulation.violate(`a guest is told of ${event.type} before the page behind the link shows it`, saga)
  }
  return { status: 'sent' }
}

/** Whether it stands in the state or the view that the page is made of. */
async function isTrue(simulation: Simulation, type: string, saga: string, stream: string): Promise<boolean> {
  const has = (owner: ServiceName, ...types: string[]) => simulation.books.has(owner, stream, ...types)
  switch (type) {
    case 'Reservation_confirmed':
      return (await simulation.sites.customer.database.store.row('customer_reservations', saga)) !== undefined
    case 'OrderCancelled':
      return simulation.books.has('reservation', saga, 'ReservationCancelled', 'ReservationExpired')
    case 'OrderDispatched':
      return has('shipping', 'ShipmentDispatched')
    default:
      return true
  }
}
