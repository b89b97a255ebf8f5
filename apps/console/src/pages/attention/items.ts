import type { Attention } from '@bistro/gateway/contract'

export type Item =
  | { readonly kind: 'stuck'; readonly since: string; readonly stuck: Attention['stuck'][number] }
  | { readonly kind: 'parked'; readonly since: string; readonly parked: Attention['parked'][number] }
  | { readonly kind: 'refund'; readonly since: string | undefined; readonly refund: Attention['refunds'][number] }

/** Everything in one list, the longest first. What has no time stands last. */
export function itemsOf({ stuck, parked, refunds }: Attention): Item[] {
  const items: Item[] = [
    ...stuck.map((saga) => ({ kind: 'stuck' as const, since: stuckSince(saga), stuck: saga })),
    ...parked.map((message) => ({ kind: 'parked' as const, since: message.since, parked: message })),
    ...refunds.map((refund) => ({ kind: 'refund' as const, since: refund.since, refund })),
  ]
  return items.sort((a, b) => timeOf(a) - timeOf(b))
}

/** The first wait that lasts longer than it should; a saga without one is stuck since its last event. */
const stuckSince = ({ waitingFor, lastEvent }: Attention['stuck'][number]): string =>
  waitingFor.find(({ isStuck }) => isStuck)?.since ?? lastEvent.at

const timeOf = ({ since }: Item): number => (since ? Date.parse(since) : Number.POSITIVE_INFINITY)

export const keyOf = (item: Item): string => {
  if (item.kind === 'stuck') return `stuck-${item.stuck.reservationId}`
  if (item.kind === 'parked') return parkedAnchor(item.parked)
  return `refund-${item.refund.orderId}`
}

/** Where on the page a parked message stands: what a saga waits for leads there. */
export const parkedAnchor = ({ service, id }: { readonly service: string; readonly id: string }): string =>
  `parked-${service}-${id}`
